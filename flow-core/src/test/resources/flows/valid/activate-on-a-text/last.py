from promptflow.core import tool


@tool
def last(text: str = "nothing") -> str:
    return text
