"""The types a flow knows, read from annotations without evaluating them."""

import ast

_VALUES = {
    "str": "string",
    "int": "int",
    "float": "double",
    "bool": "bool",
    "list": "list",
    "dict": "object",
    "object": "object",
    "Any": "object",
    "List": "object",
    "Dict": "object",
    "Sequence": "object",
    "Iterable": "object",
    "Mapping": "object",
    "Secret": "secret",
    "PromptTemplate": "prompt_template",
    "FilePath": "file_path",
    "Image": "image",
    "AssistantDefinition": "assistant_definition",
}
_MEMBERS = {"Optional", "Union"}
_WRAPPERS = {"Annotated", "Final", "Required", "NotRequired"}


class Annotations:
    """Reads the annotations of one source file.

    `classes` are the class definitions that the file can see, by name, where their source is part
    of the flow.
    """

    def __init__(self, classes):
        self._classes = classes

    def types(self, node):
        """The declared types, as the engine writes them; empty if a flow does not know them."""
        if node is None:
            return []
        found = []
        for member in self._members(node):
            kind = self._type(member)
            if kind is not None and kind not in found:
                found.append(kind)
        if len(found) > 1 and not all("connection" in kind for kind in found):
            return [{"value": "object"}]
        return found

    @staticmethod
    def types_of_default(value):
        """The types of a parameter that has a default but no annotation."""
        name = _VALUES.get(type(value).__name__)
        return [{"value": name}] if name else []

    def _members(self, node):
        """The members of a union, without None; anything else is its only member."""
        if isinstance(node, ast.Constant):
            if node.value is None:
                return []
            if isinstance(node.value, str):
                return self._members(_parsed(node.value))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self._members(node.left) + self._members(node.right)
        if isinstance(node, ast.Subscript):
            name, inner = last_name(node.value), _subscripts(node)
            if name in _MEMBERS:
                return [member for item in inner for member in self._members(item)]
            if name in _WRAPPERS and inner:
                return self._members(inner[0])
        return [node]

    def _type(self, node):
        if isinstance(node, ast.Subscript):
            generic = _VALUES.get(last_name(node.value))
            return {"value": "object"} if generic in ("list", "object") else None
        name = last_name(node)
        if name is None:
            return None
        if name in self._classes:
            return self._own_class(name)
        if name in _VALUES:
            return {"value": _VALUES[name]}
        if name.endswith("Connection") and name != "Connection":
            return {"connection": name}
        return None

    def _own_class(self, name):
        bases = self._bases(name, set())
        if any(base.endswith("Connection") for base in bases):
            return {"connection": name}
        if bases & {"Enum", "IntEnum", "StrEnum", "Flag"}:
            return {"value": "string"}
        if bases & {"str", "Secret"}:
            return {"value": "string"}
        return {"value": "object"} if bases & {"dict", "TypedDict"} else None

    def _bases(self, name, seen):
        if name in seen or name not in self._classes:
            return set()
        seen.add(name)
        direct = {last_name(base) for base in self._classes[name].bases} - {None}
        for base in list(direct):
            direct |= self._bases(base, seen)
        return direct


def last_name(node):
    """`c` of `c` and of `a.b.c`, None for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else None


def _parsed(text):
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return ast.Tuple(elts=[], ctx=ast.Load())


def _subscripts(node):
    inner = node.slice
    if inner.__class__.__name__ == "Index":  # Python 3.8
        inner = inner.value
    return inner.elts if isinstance(inner, ast.Tuple) else [inner]
