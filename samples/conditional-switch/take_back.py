from promptflow.core import tool


@tool
def take_back(message: str) -> str:
    return "We take it back within thirty days; the label is in your inbox."
