"""Says what the code of a flow's tools reaches, without running it.

Followed are the modules of the flow, from its tools on, as far as functions are named that are
reached themselves. Told are modules that are not installed, and what fails on every call.
"""

import ast
import importlib
import os
import symtable
import sys
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder

from . import decorators, part
from .dead_ends import always_raises, undefined_names

_WEB = {"requests", "httpx", "aiohttp", "urllib3", "tiktoken"}
_OPTIONAL = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def reached(request, folder, packages):
    """What the tool files, package tools and entries of `request` reach."""
    walk = _Walk(folder, packages)
    for path in request["files"]:
        walk.begin(path, None)
    for tool in request["tools"]:
        walk.begin_package(tool)
    for entry in request["entries"]:
        module, _, name = entry.partition(":")
        path = part("entries").path_of(module, folder)
        if path is not None:
            walk.begin(path, name)
    walk.follow()
    return walk.told


class _Walk:
    def __init__(self, folder, packages):
        self.folder = folder
        self.installed = [*packages, *sys.path]
        self.told = {"missing": [], "absent": [], "web": [], "undefined": [], "raises": []}
        self.told["unset"] = []
        self._sources = {}
        self._used = set()
        self._done = set()
        self._requested = set()

    def begin(self, path, name):
        """Starts from a tool file, or from one function or class of a module."""
        source = self._visit(path)
        if source is None:
            return
        for function, owner in source.begin(name):
            self._used.add(function.name)
            called = [function]
            if owner is not None:
                self._used.add(owner.name)
                called += [one for one in owner.body if getattr(one, "name", None) == "__init__"]
            for one in called:
                line = always_raises(one, source.functions)
                if line:
                    self._tell("raises", one.name, source, line)

    def begin_package(self, tool):
        """Starts from a tool of an installed package."""
        try:
            path, function, _ = part("packages").source_of(tool, [self.folder, *self.installed])
        except Exception:  # the flow's check tells
            return
        self.begin(path, function)

    def follow(self):
        """Goes on from function to function until nothing is new."""
        grown = True
        while grown:
            grown = False
            for source in list(self._sources.values()):
                for function in source.all_functions if source else []:
                    if self._is_reached(function) and id(function) not in self._done:
                        self._done.add(id(function))
                        self._scan(function.body, source)
                        self._undefined(function, source)
                        grown = True

    def _is_reached(self, function):
        return function.name in self._used or function.name.startswith("__")

    def _undefined(self, function, source):
        if source.is_owned:
            for name, line in undefined_names(function, source):
                self._tell("undefined", name, source, line)

    def _visit(self, path):
        if path not in self._sources:
            self._sources[path] = source = _read(path, self.folder)
            if source is not None:
                self._scan(source.tree.body, source)
        return self._sources[path]

    def _scan(self, statements, source):
        waiting = list(statements)
        while waiting:
            one = waiting.pop()
            if isinstance(one, decorators.FUNCTIONS):
                waiting += [*one.decorator_list, *one.args.defaults]
            elif isinstance(one, ast.If) and _is_idle(one.test):
                waiting += one.orelse
            elif isinstance(one, ast.Try) and _is_optional(one):
                waiting += [*one.handlers, *one.orelse, *one.finalbody]
                self._try(one.body, source)
            elif isinstance(one, (ast.Import, ast.ImportFrom)):
                self._import(one, source)
            else:
                self._name(one)
                variable = _variable(one)
                if variable and variable not in os.environ and source.is_owned:
                    self._tell("unset", variable, source, one.lineno)
                waiting += ast.iter_child_nodes(one)

    def _try(self, body, source):
        """What may be missing: nothing is told of it, but what is there is followed."""
        told = {key: list(found) for key, found in self.told.items()}
        self._scan(body, source)
        self.told["missing"], self.told["absent"] = told["missing"], told["absent"]

    def _name(self, one):
        if isinstance(one, ast.Name):
            self._used.add(one.id)
        elif isinstance(one, ast.Attribute):
            self._used.add(one.attr)

    def _import(self, one, source):
        if isinstance(one, ast.Import):
            for alias in one.names:
                self._module(alias.name, [], one, source)
        elif one.level:
            base = source.path
            for _ in range(one.level):
                base = os.path.dirname(base)
            self._local(base, (one.module or "").split("."), [a.name for a in one.names])
        else:
            self._module(one.module, [alias.name for alias in one.names], one, source)
        self._used |= {alias.name for alias in one.names}

    def _module(self, name, names, one, source):
        top = name.split(".")[0]
        if top == "promptflow":
            self._ours(name, names, one, source)
        elif not self._is_local(name, names, source):
            if not _is_installed(name, self.installed):
                self._tell("missing", name, source, one.lineno)
            elif top in _WEB or name.startswith("urllib.request"):
                self._tell("web", top, source, one.lineno)

    def _is_local(self, name, names, source):
        roots = [self.folder] if source.is_owned else [source.root]
        return any(self._local(root, name.split("."), names) for root in roots)

    def _local(self, root, parts, names):
        """Visits a module of the flow, if there is one of this name."""
        place = os.path.join(root, *[one for one in parts if one])
        if os.path.isfile(place + ".py"):
            self._visit(place + ".py")
            return True
        if not os.path.isdir(place) or (not os.listdir(place)):
            return False
        initial = os.path.join(place, "__init__.py")
        inner = [os.path.join(place, name + ".py") for name in names]
        found = [path for path in [initial, *inner] if os.path.isfile(path)]
        for path in found:
            self._visit(path)
        return bool(found) or _holds_modules(place)

    def _ours(self, name, names, one, source):
        try:
            module = importlib.import_module(name)
        except Exception:
            self._tell("absent", name, source, one.lineno)
            return
        for wanted in names:
            if wanted != "*" and not hasattr(module, wanted):
                try:
                    importlib.import_module(name + "." + wanted)
                except Exception:
                    self._tell("absent", name + "." + wanted, source, one.lineno)

    def _tell(self, kind, name, source, line):
        told = {"name": name, "file": source.shown, "line": line}
        if kind == "missing":
            told["package"] = part("failures").package_of(name)
        if told not in self.told[kind]:
            self.told[kind].append(told)


class _Source:
    """A module that is read."""

    def __init__(self, path, tree, table, folder):
        self.path = path
        self.tree = tree
        self.table = table
        inside = path.startswith(os.path.join(folder, ""))
        self.is_owned = inside
        self.root = os.path.dirname(path)
        self.shown = os.path.relpath(path, folder).replace(os.sep, "/") if inside else path
        kinds = decorators.FUNCTIONS
        self.all_functions = [one for one in ast.walk(tree) if isinstance(one, kinds)]
        self.functions = {one.name: one for one in tree.body if isinstance(one, kinds)}

    def begin(self, name):
        """The functions that are called, each with its class."""
        if name is None:
            return decorators.tools_in(self.tree)
        found = [one for one in self.tree.body if getattr(one, "name", None) == name]
        if not found:
            return []
        if not isinstance(found[-1], ast.ClassDef):
            return [(found[-1], None)]
        owner = found[-1]
        called = [one for one in owner.body if getattr(one, "name", None) == "__call__"]
        return [(one, owner) for one in called]


def _read(path, folder):
    from .inspection import Wrong, parse

    try:
        tree = parse(path)
        with open(path, "rb") as file:
            table = symtable.symtable(file.read(), path, "exec")
        return _Source(path, tree, table, folder)
    except (Wrong, OSError, SyntaxError, ValueError, RecursionError):
        return None  # the flow's check tells if it is a tool


def _variable(node):
    """The environment variable that an expression reads without a default."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        name = node.slice.value if isinstance(node.slice, ast.Index) else node.slice
        return _text(name) if _is_environ(node.value) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
        reads = node.func.attr == "getenv"
        reads = reads or (node.func.attr == "get" and _is_environ(node.func.value))
        return _text(node.args[0]) if reads else None
    return None


def _is_environ(node):
    return getattr(node, "attr", None) == "environ" or getattr(node, "id", None) == "environ"


def _text(node):
    value = getattr(node, "value", None)
    return value if isinstance(node, ast.Constant) and isinstance(value, str) else None


def _is_idle(test):
    """Whether a condition never holds when a flow runs."""
    names = [one for one in ast.walk(test) if isinstance(one, (ast.Name, ast.Attribute))]
    said = {getattr(one, "id", None) or getattr(one, "attr", None) for one in names}
    return bool(said & {"TYPE_CHECKING", "__name__"})


def _is_optional(tried):
    for handler in tried.handlers:
        kinds = handler.type
        if kinds is None:
            return True
        names = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
        if any(getattr(name, "id", None) in _OPTIONAL for name in names):
            return True
    return False


def _holds_modules(folder):
    return any(name.endswith(".py") for name in os.listdir(folder))


def _is_installed(name, places):
    """Whether a module can be found; no package is imported to look into it."""
    top = name.split(".")[0]
    if BuiltinImporter.find_spec(top) or FrozenImporter.find_spec(top):
        return True
    where = places
    for length, _ in enumerate(name.split("."), 1):
        spec = PathFinder.find_spec(".".join(name.split(".")[:length]), where)
        if spec is None:
            return length > 2  # packages may make the names in them when they are imported
        if spec.submodule_search_locations is None:
            return True
        where = list(spec.submodule_search_locations)
    return True
