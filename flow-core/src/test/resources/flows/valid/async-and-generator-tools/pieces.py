from promptflow.core import tool


@tool
def pieces(text: str):
    yield from text
