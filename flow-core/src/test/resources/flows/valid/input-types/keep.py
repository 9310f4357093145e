from promptflow.core import tool


@tool
def keep(**values):
    return values
