from promptflow.core import tool


@tool
def answer(question: str, words: int) -> str:
    return question * words
