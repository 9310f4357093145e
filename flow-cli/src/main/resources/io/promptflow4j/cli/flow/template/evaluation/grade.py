from promptflow.core import tool


@tool
def grade(answer: str, truth: str) -> str:
    """Whether an answer is right; case and blanks around it do not matter."""
    return "right" if answer.strip().casefold() == truth.strip().casefold() else "wrong"
