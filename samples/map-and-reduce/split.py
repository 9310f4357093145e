from promptflow.core import tool


@tool
def split(text: str) -> list:
    return [part.strip() for part in text.split("\n\n") if part.strip()]
