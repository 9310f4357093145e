"""Says what the tools in source files take, without running them."""

import ast
import os
import warnings

from . import decorators, part
from .annotations import Annotations, last_name

_NO_DEFAULT = object()


class Wrong(Exception):
    """Something the author has to mend, with its place."""

    def __init__(self, code, message, line=1, column=1):
        super().__init__(message)
        self.code, self.message, self.line, self.column = code, message, line, column

    def told(self):
        """The answer to the engine."""
        return {
            "wrong": self.code,
            "message": self.message,
            "line": self.line,
            "column": self.column,
        }


def inspect_files(paths, folder):
    """One answer for each tool file: its signature, or what is wrong with it."""
    return [_inspected(path, folder) for path in paths]


def _inspected(path, folder):
    try:
        tree = parse(path)
        return signature(
            tree, _only_tool(tree), visible_classes(tree, [os.path.dirname(path), folder])
        )
    except Wrong as wrong:
        return wrong.told()


def inspect_package_tool(tool, readable):
    """The signature of an installed tool, or what is wrong.

    Packages in the folders `readable` are read where they lie, never imported.
    """
    try:
        path, function, owner = part("packages").source_of(tool, readable)
        tree = parse(path)
        found = _named(tree, function, owner)
        if found is None:
            raise Wrong("package-tool", "'{}' has no Python source to read".format(tool))
        return dict(signature(tree, found, visible_classes(tree, [])), name=tool)
    except Wrong as wrong:
        return wrong.told()


def parse(path):
    """The syntax tree of a file."""
    with open(path, "rb") as file:
        source = file.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source, path)
    except SyntaxError as error:
        raise _syntax(error, source) from None
    except ValueError as error:
        raise Wrong(
            "python-encoding", "the file can't be read as Python: {}".format(error)
        ) from None
    except (RecursionError, MemoryError):
        raise Wrong("python-syntax", "the code is nested too deeply for Python") from None


def _syntax(error, source):
    text = error.msg or "invalid syntax"
    if "codec can't decode" in text or "encoding" in text or "null bytes" in text:
        line = error.lineno or _first_bad_line(source)
        return Wrong("python-encoding", "{}; save the file as UTF-8".format(text), line)
    return Wrong("python-syntax", text, error.lineno or 1, max(1, error.offset or 1))


def _first_bad_line(source):
    for number, line in enumerate(source.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number
    return 1


def _only_tool(tree):
    found = decorators.tools_in(tree)
    if not found:
        raise _no_tool(tree)
    if len(found) > 1:
        names = ", ".join("'{}' (line {})".format(one.name, one.lineno) for one, _ in found)
        second = found[1][0]
        raise Wrong(
            "several-tools",
            "{} are all tools; a file holds exactly one @tool".format(names),
            second.lineno,
            second.col_offset + 1,
        )
    return found[0]


def _no_tool(tree):
    functions = [one for one in tree.body if isinstance(one, decorators.FUNCTIONS)]
    if not functions:
        return Wrong("no-tool", "the file has no function marked with @tool")
    last = functions[-1]
    message = "no function of this file is marked with @tool; write '@tool' above 'def {}'"
    return Wrong("no-tool", message.format(last.name), last.lineno, last.col_offset + 1)


def _named(tree, function, owner):
    body = tree.body
    if owner:
        owners = [
            one for one in ast.walk(tree) if isinstance(one, ast.ClassDef) and one.name == owner
        ]
        if not owners:
            return None
        body = owners[0].body
    for one in ast.walk(ast.Module(body=body, type_ignores=[])):
        if isinstance(one, decorators.FUNCTIONS) and one.name == function:
            return one, owners[0] if owner else None
    return None


def visible_classes(tree, folders):
    """The classes that a file defines or imports from modules beside it, by name."""
    found = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)}
    for one in ast.walk(tree):
        if isinstance(one, ast.ImportFrom) and one.module:
            _add_imported(one, folders, found)
    return found


def _add_imported(imported, folders, found):
    for folder in folders:
        path = os.path.join(folder, *imported.module.split(".")) + ".py"
        if os.path.isfile(path):
            try:
                tree = parse(path)
            except (Wrong, OSError):
                return
            classes = {one.name: one for one in tree.body if isinstance(one, ast.ClassDef)}
            for name, one in classes.items():
                found.setdefault(name, one)
            for alias in imported.names:
                if alias.asname and alias.name in classes:
                    found.setdefault(alias.asname, classes[alias.name])
            return


def signature(tree, tool, classes):
    """What a function takes, with the constructor of its class."""
    function, owner = tool
    annotations = Annotations(classes)
    parameters = _parameters(function.args, annotations, bound=owner is not None)
    if owner is not None:
        own = {one["name"] for one in parameters}
        for one in _constructor(owner, classes, annotations):
            if one["name"] in own:
                message = "'{}' is a parameter of both '__init__' and '{}'; rename one of them"
                raise Wrong(
                    "duplicate-parameter",
                    message.format(one["name"], function.name),
                    function.lineno,
                    function.col_offset + 1,
                )
            parameters.append(dict(one, setUp=True))
    return {
        "name": "{}.{}".format(owner.name, function.name) if owner else function.name,
        "line": function.lineno,
        "description": ast.get_docstring(function) or "",
        "parameters": parameters,
        "more": function.args.kwarg is not None,
        "streams": _yields(function),
    }


def _constructor(owner, classes, annotations):
    seen = set()
    while owner is not None and owner.name not in seen:
        seen.add(owner.name)
        for one in owner.body:
            if isinstance(one, decorators.FUNCTIONS) and one.name == "__init__":
                return _parameters(one.args, annotations, bound=True)
        bases = [classes.get(last_name(base)) for base in owner.bases]
        owner = next((base for base in bases if base is not None), None)
    return []


def _parameters(arguments, annotations, bound):
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = [None] * (len(positional) - len(arguments.defaults))
    pairs = list(zip(positional, missing + list(arguments.defaults)))[1 if bound else 0 :]
    pairs += zip(arguments.kwonlyargs, arguments.kw_defaults)
    return [_parameter(argument, default, annotations) for argument, default in pairs]


def _parameter(argument, default, annotations):
    value = _literal(default)
    types = annotations.types(argument.annotation)
    if argument.annotation is None and value is not _NO_DEFAULT:
        types = annotations.types_of_default(value)
    told = {"name": argument.arg, "types": types, "required": default is None}
    if value is not _NO_DEFAULT:
        told["default"] = value
    return told


def _literal(node):
    """The plain data that a default is written as, if it is."""
    if node is None:
        return _NO_DEFAULT
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _NO_DEFAULT
    return value if _is_plain(value) else _NO_DEFAULT


def _is_plain(value):
    if isinstance(value, (list, tuple)):
        return all(_is_plain(item) for item in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(item) for key, item in value.items())
    return value is None or isinstance(value, (str, int, float))


def _yields(function):
    waiting = list(function.body)
    while waiting:
        one = waiting.pop()
        if isinstance(one, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(one, (*decorators.FUNCTIONS, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(one))
    return False
