from promptflow.core import tool


@tool
def grade(truth: str, answer: str) -> str:
    return "Correct" if truth == answer else "Incorrect"
