"""A small MCP server: it keeps the opening hours of a library and searches its notes.

It speaks JSON-RPC over standard input and output, a message a line, and needs nothing but Python.
"""

import json
import sys

HOURS = {"monday": "10 to 18", "saturday": "10 to 14", "sunday": "closed"}
NOTES = [
    "The reading room has sixty seats and no talking.",
    "Books can be kept for four weeks, films for one.",
    "Lost cards cost five euros.",
]
TOOLS = [
    {
        "name": "opening_hours",
        "description": "When the library is open on a day of the week.",
        "inputSchema": {
            "type": "object",
            "properties": {"day": {"type": "string", "description": "English, in small letters."}},
            "required": ["day"],
        },
    },
    {
        "name": "search_notes",
        "description": "The notes of the library that hold a word.",
        "inputSchema": {
            "type": "object",
            "properties": {"word": {"type": "string"}, "most": {"type": "integer"}},
            "required": ["word"],
        },
    },
]


def call(name, given):
    if name == "opening_hours":
        day = given["day"].lower()
        if day not in HOURS:
            return {"content": [{"type": "text", "text": f"no hours are known for {day}"}], "isError": True}
        return {"content": [{"type": "text", "text": HOURS[day]}]}
    found = [note for note in NOTES if given["word"].lower() in note.lower()]
    found = found[: given.get("most", 10)]
    return {"content": [{"type": "text", "text": json.dumps(found)}], "structuredContent": {"notes": found}}


def answer(message):
    method, params = message["method"], message.get("params", {})
    if method == "initialize":
        return {
            "protocolVersion": params["protocolVersion"],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "library", "version": "1"},
        }
    if method == "tools/list":
        return {"tools": TOOLS}
    if method == "tools/call":
        return call(params["name"], params.get("arguments", {}))
    return {}


for line in sys.stdin:
    message = json.loads(line)
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer(message)}), flush=True)
