"""Finds the functions of a source file that `@tool` marks."""

import ast

from .annotations import last_name

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCKS = ("body", "orelse", "finalbody", "handlers")


def tools_in(tree):
    """The tool functions of a module, each with the class it is a method of, in file order."""
    statements = list(_module_level(tree))
    names = _ToolNames(statements)
    found = []
    for one in statements:
        if isinstance(one, FUNCTIONS) and names.mark(one):
            found.append((one, None))
        elif isinstance(one, ast.ClassDef):
            methods = [part for part in one.body if isinstance(part, FUNCTIONS)]
            found += [(method, one) for method in methods if names.mark(method)]
    return found + _marked_by_call(statements, names, found)


def _module_level(node):
    """The statements that run when the module is imported, those inside `if` and `try` too."""
    for field in _BLOCKS:
        for one in getattr(node, field, []):
            yield one
            if isinstance(one, (ast.If, ast.Try, ast.With, ast.ExceptHandler)):
                yield from _module_level(one)


def _marked_by_call(statements, names, found):
    """Functions marked without a decorator: `name = tool(function)`."""
    functions = {one.name: one for one in statements if isinstance(one, FUNCTIONS)}
    known = {one.name for one, _ in found}
    marked = []
    for one in statements:
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Call) and one.value.args:
            name = last_name(one.value.args[0])
            if names.is_tool(one.value.func) and name in functions and name not in known:
                marked.append((functions[name], None))
    return marked


class _ToolNames:
    """What a file calls prompt flow's `tool`."""

    def __init__(self, statements):
        self._direct = set()
        self._modules = set()
        self._foreign = set()
        for one in statements:
            if isinstance(one, ast.ImportFrom):
                self._add_from(one)
            elif isinstance(one, ast.Import):
                self._add_import(one)
            elif isinstance(one, ast.Assign) and self.is_tool(one.value):
                self._direct |= {
                    target.id for target in one.targets if isinstance(target, ast.Name)
                }

    def _add_from(self, one):
        module = one.module or ""
        ours = module.split(".")[0] == "promptflow" and one.level == 0
        for alias in one.names:
            name = alias.asname or alias.name
            if alias.name == "tool":
                (self._direct if ours else self._foreign).add(name)
            elif ours:
                self._modules.add(name)

    def _add_import(self, one):
        for alias in one.names:
            if alias.name.split(".")[0] == "promptflow":
                self._modules.add(alias.asname or "promptflow")

    def mark(self, function):
        """Whether a decorator of the function is `@tool`."""
        return any(
            self.is_tool(one.func if isinstance(one, ast.Call) else one)
            for one in function.decorator_list
        )

    def is_tool(self, node):
        """Whether an expression names prompt flow's `tool`."""
        if isinstance(node, ast.Name):
            unknown = node.id == "tool" and "tool" not in self._foreign
            return node.id in self._direct or unknown
        if not isinstance(node, ast.Attribute) or node.attr != "tool":
            return False
        root = node.value
        while isinstance(root, ast.Attribute):
            root = root.value
        return isinstance(root, ast.Name) and root.id in self._modules
