from promptflow.core import tool


@tool
def make():
    return {"a": {"b": [1, {"c-d": "deep"}]}, "list": [[1, 2], [3]]}
