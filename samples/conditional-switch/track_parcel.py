from promptflow.core import tool


@tool
def track_parcel(message: str) -> str:
    return "It left our store yesterday and arrives tomorrow."
