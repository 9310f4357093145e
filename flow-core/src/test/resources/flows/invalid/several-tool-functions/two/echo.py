from promptflow.core import tool


@tool
def echo(text: str) -> str:
    return text


@tool
def other(text: str) -> str:
    return text
