from promptflow.core import tool


@tool
def ask_person(message: str) -> str:
    return "A colleague will write to you today."
