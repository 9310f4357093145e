from promptflow.core import tool


@tool
def join(short: str = "", long: str = "") -> str:
    return short or long
