from promptflow import tool


@tool
def old(text: str) -> str:
    return text
