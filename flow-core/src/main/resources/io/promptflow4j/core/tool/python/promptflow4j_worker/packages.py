"""Finds tools that an installed package provides."""

import importlib
import os
import sys
from importlib.util import find_spec

from .calling import original


def tool_of(identifier):
    """The function named `package.module.function` or `package.module.Class.method`."""
    module, names = _imported(identifier)
    found, owner = module, None
    for name in names:
        owner = found if isinstance(found, type) else None
        found = getattr(found, name)
    return found, owner


def _imported(identifier):
    """The longest part of the name that is a module, and the rest."""
    parts = identifier.split(".")
    problem = None
    for length in range(len(parts) - 1, 0, -1):
        name = ".".join(parts[:length])
        try:
            return importlib.import_module(name), parts[length:]
        except ModuleNotFoundError as missing:
            if missing.name is None or not (name + ".").startswith(missing.name + "."):
                raise
            problem = problem or missing
    raise problem or ModuleNotFoundError("'{}' is not the name of a tool".format(identifier))


def source_of(identifier, readable=()):
    """The source file of a tool, its function's name and its class's, if possible without a run."""
    from .inspection import Wrong

    parts = identifier.split(".")
    for length in range(len(parts) - 1, 0, -1):
        path = _lying_in(readable, parts[:length]) or _path_of(".".join(parts[:length]))
        rest = parts[length:]
        if path is not None and len(rest) <= 2 and _defines(path, rest):
            return path, rest[-1], rest[0] if len(rest) == 2 else None
    try:
        found, owner = tool_of(identifier)
    except Exception as error:
        raise Wrong("package-tool", _missing(identifier, error)) from None
    code = getattr(original(found), "__code__", None)
    if code is None:
        raise Wrong("package-tool", "'{}' is not a Python function".format(identifier))
    return code.co_filename, code.co_name, owner.__name__ if owner else None


def _lying_in(folders, names):
    for folder in folders:
        place = os.path.join(folder, *names)
        for path in (place + ".py", os.path.join(place, "__init__.py")):
            if os.path.isfile(path):
                return path
    return None


def _path_of(module):
    try:
        spec = find_spec(module)
    except Exception:  # the parent package is missing or broken
        return None
    path = spec.origin if spec is not None else None
    return path if path and path.endswith(".py") else None


def _defines(path, names):
    import ast

    with open(path, "rb") as file:
        level = ast.parse(file.read()).body
    for name in names:
        found = [one for one in level if getattr(one, "name", None) == name]
        if not found:
            return False
        level = getattr(found[0], "body", [])
    return True


def _missing(identifier, error):
    text = "the tool '{}' can't be loaded: {}: {}".format(identifier, type(error).__name__, error)
    offered = _offered()
    there = "; installed tool packages: {}".format(", ".join(offered)) if offered else ""
    own = identifier.startswith("promptflow.tools.")
    package = "promptflow-tools" if own else identifier.split(".")[0].replace("_", "-")
    install = "; if its package is missing: '{} -m pip install {}'".format(sys.executable, package)
    return text + there + install


def _offered():
    """The packages that declare tools."""
    from importlib.metadata import entry_points

    found = entry_points()
    group = (
        found.select(group="package_tools")
        if hasattr(found, "select")
        else found.get("package_tools", [])
    )
    return sorted({one.name for one in group})
