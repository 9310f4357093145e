"""Takes the branch that ran; the other one gave nothing."""

from promptflow.core import tool


@tool
def reply(answer: str = None, refusal: str = None) -> str:
    return (answer or refusal).strip()
