"""Reads the model's answer."""

import json

from promptflow.core import tool


@tool
def category(answer: str) -> dict:
    try:
        return json.loads(answer)
    except ValueError:
        print(f"not JSON: {answer!r}")
        return {"category": "None", "evidence": "None"}
