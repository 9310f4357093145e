"""Turns the model's comma-separated answer into a list without doubles."""

from typing import List

from promptflow.core import tool


@tool
def clean(answer: str) -> List[str]:
    entities = [entity.strip(" .\n") for entity in answer.split(",")]
    return list(dict.fromkeys(e for e in entities if e and e.lower() != "none"))
