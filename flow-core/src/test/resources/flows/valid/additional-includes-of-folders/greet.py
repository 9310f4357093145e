from library.names import name_of
from promptflow.core import tool


@tool
def greet(name: str) -> str:
    return name_of(name)
