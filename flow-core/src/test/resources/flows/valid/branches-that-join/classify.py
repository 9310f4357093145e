from promptflow.core import tool


@tool
def classify(text: str) -> dict:
    return {"kind": "long" if len(text) > 9 else "short"}
