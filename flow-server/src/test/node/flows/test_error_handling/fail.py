from promptflow.core import tool

@tool
def fail() -> str:
    raise ValueError("This tool intentionally returns an error for testing")
