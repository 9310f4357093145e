from promptflow.core import tool

ORDERS = {1001: {"item": "rain boots", "state": "sent", "day": "Tuesday"}, 1002: {"item": "umbrella", "state": "packed", "day": "Friday"}}


@tool
def find_order(number: int) -> dict:
    "Looks up an order by its number."
    if number not in ORDERS:
        raise ValueError(f"there is no order {number}")
    return ORDERS[number]
