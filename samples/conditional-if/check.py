"""Lets questions through that are short enough and hold no address."""

from promptflow.core import tool


@tool
def check(question: str) -> bool:
    return len(question) <= 200 and "@" not in question
