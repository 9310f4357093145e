from promptflow.core import tool


@tool
def reply(parcel: str = "", takes_back: str = "", person: str = "") -> str:
    return parcel or takes_back or person
