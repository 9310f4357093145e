from promptflow.core import tool


@tool
def find_order(profile: str, number: int) -> str:
    return "none"
