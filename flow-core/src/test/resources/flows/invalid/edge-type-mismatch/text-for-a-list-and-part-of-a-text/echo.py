from promptflow.core import tool


@tool
def echo(text: str, times: int = 1, exact: bool = False, items: list = None, ratio: float = 1.0) -> str:
    return text
