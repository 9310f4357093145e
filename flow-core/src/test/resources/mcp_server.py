"""An MCP server over standard streams for tests; its first argument says how it misbehaves."""

import json
import os
import subprocess
import sys
import time

MODE = sys.argv[1] if len(sys.argv) > 1 else "good"

TOOLS = [
    {
        "name": "add",
        "description": "Adds two numbers.",
        "inputSchema": {
            "type": "object",
            "properties": {"a": {"type": "number"}, "b": {"type": "number"}, "unit": {"enum": ["m", "km"]}},
            "required": ["a", "b"],
            "additionalProperties": False,
        },
    },
    {"name": "environment", "inputSchema": {"type": "object"}},
    {"name": "picture", "inputSchema": {"type": "object"}},
    {"name": "fail", "inputSchema": {"type": "object"}},
    {"name": "data", "inputSchema": {"type": "object"}},
]


def send(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def text(said):
    return {"content": [{"type": "text", "text": said}]}


def call(name, given):
    if MODE == "dies":
        print("out of luck", file=sys.stderr)
        sys.exit(3)
    if MODE == "hangs":
        time.sleep(600)
    if MODE == "lies":
        return {"content": "nothing of the kind"}
    if MODE == "floods":
        sys.stdout.write("x" * (17 * 1024 * 1024))
        sys.stdout.flush()
        time.sleep(600)
    if name == "add":
        return text(str(given["a"] + given["b"]))
    if name == "environment":
        return text(json.dumps(dict(os.environ)))
    if name == "picture":
        return {"content": [{"type": "image", "mimeType": "image/png", "data": "iVBORw0KGgo="}]}
    if name == "data":
        return {"content": [], "structuredContent": {"calls": COUNT, "pid": os.getpid()}}
    return {"content": [{"type": "text", "text": "no luck today"}], "isError": True}


COUNT = 0
if MODE == "with-child":
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("this line is no message")
for line in sys.stdin:
    message = json.loads(line)
    method = message.get("method")
    if method == "initialize":
        send({"jsonrpc": "2.0", "id": "s1", "method": "ping"})
        send({"jsonrpc": "2.0", "id": "s2", "method": "sampling/createMessage", "params": {}})
        version = "1999-01-01" if MODE == "old" else message["params"]["protocolVersion"]
        send({
            "jsonrpc": "2.0",
            "id": message["id"],
            "result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": {"name": "t", "version": "1"}},
        })
    elif method == "tools/list":
        half = 2
        if message["params"].get("cursor"):
            result = {"tools": TOOLS[half:]}
        else:
            result = {"tools": TOOLS[:half], "nextCursor": "more"}
        send({"jsonrpc": "2.0", "id": message["id"], "result": result})
    elif method == "tools/call":
        COUNT += 1
        send({"jsonrpc": "2.0", "id": message["id"], "result": call(message["params"]["name"], message["params"]["arguments"])})
