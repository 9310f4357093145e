from letters import upper
from promptflow.core import tool


@tool
def shout(text: str) -> str:
    return upper(text)
