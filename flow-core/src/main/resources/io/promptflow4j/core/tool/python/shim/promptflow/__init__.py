"""The names of prompt flow that tools import, provided by Promptflow4j.

Only what a tool needs while it runs is here. Submodules that are not here are looked up in an
installed `promptflow`, so that tool packages keep working beside it.
"""

import os
import sys

__path__ += [
    os.path.join(folder, __name__)
    for folder in sys.path
    if os.path.isdir(os.path.join(folder, __name__)) and os.path.join(folder, __name__) not in __path__
]

_HOMES = {
    "tool": "promptflow.core",
    "log_metric": "promptflow.core",
    "log_flow_metric": "promptflow.core",
    "ToolProvider": "promptflow.core",
    "trace": "promptflow.tracing",
    "PFClient": "promptflow.client",
    "load_flow": "promptflow.client",
    "load_run": "promptflow.client",
}


def __getattr__(name):
    """Loads a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError("module 'promptflow' has no attribute '{}'".format(name))
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
