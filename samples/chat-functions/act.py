"""Calls the function that the model asked for."""

import json

from promptflow.core import tool

DEGREES = {"oslo": 4, "cairo": 29, "lima": 19}


def current_temperature(city: str, unit: str = "celsius") -> str:
    degrees = DEGREES.get(city.lower())
    if degrees is None:
        return f"I have no reading for {city}."
    if unit == "fahrenheit":
        degrees = round(degrees * 9 / 5 + 32)
    return f"It is {degrees} degrees {unit} in {city}."


FUNCTIONS = {"current_temperature": current_temperature}


@tool
def act(message: dict) -> str:
    call = message.get("function_call")
    if not call:
        return message.get("content") or ""
    arguments = json.loads(call["arguments"])
    print(f"calling {call['name']} with {arguments}")
    return FUNCTIONS[call["name"]](**arguments)
