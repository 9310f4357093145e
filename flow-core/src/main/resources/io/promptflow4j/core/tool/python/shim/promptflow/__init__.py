"""The names of prompt flow that tools import, provided by Promptflow4j.

Only what a tool needs while it runs is here. Submodules that are not here are looked up in an
installed `promptflow`, so that tool packages keep working beside it.
"""

import os
import sys
from importlib.machinery import PathFinder

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


class _Installed:
    """Finds submodules that are not here in an installed `promptflow`."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        """The spec of `promptflow.x.y` in the first installed package that has it."""
        if not fullname.startswith(__name__ + "."):
            return None
        parts = fullname.split(".")[:-1]
        return PathFinder.find_spec(fullname, [os.path.join(root, *parts) for root in sys.path])


sys.meta_path.append(_Installed)
