"""The process that runs a flow's Python tools on behalf of the engine.

Requests and answers are JSON lines on the pipes the process was started with. Before any code of a
flow runs, those pipes are moved out of its reach and the standard streams point at the log, so that
nothing a tool prints can be taken for an answer.
"""

import sys
from importlib import import_module

_undisturbed = list(sys.path)


def part(name):
    """Loads a part of the worker when it is first needed.

    Meanwhile the flow's folder is out of the way, so that a `token.py` of the flow is not taken for
    the standard library's.
    """
    loaded = sys.modules.get(__name__ + "." + name)
    if loaded is not None:
        return loaded
    disturbed, sys.path = sys.path, list(_undisturbed)
    try:
        return import_module("." + name, __name__)
    finally:
        sys.path = disturbed
