from promptflow.core import tool


@tool
def call(a: str) -> str:
    return a
