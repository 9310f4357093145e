from promptflow.core import tool


@tool
async def later(text: str) -> str:
    return text
