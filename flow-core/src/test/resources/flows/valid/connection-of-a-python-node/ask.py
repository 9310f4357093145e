from promptflow.connections import CustomConnection
from promptflow.core import tool


@tool
def ask(text: str, connection: CustomConnection) -> str:
    return connection.name + text
