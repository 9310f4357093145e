"""Turns what a tool returns into plain data, or says exactly what in it is not."""

DEEPEST = 200
LARGEST_INT_BITS = 3_300
LARGEST = 128
ITEM = 8

_HINTS = {
    "set": "make it a list, for example with sorted()",
    "frozenset": "make it a list, for example with sorted()",
    "bytes": "decode it to text, or return promptflow.contracts.multimedia.Image for a picture",
    "bytearray": "decode it to text",
    "datetime": "return its text, for example with isoformat()",
    "date": "return its text, for example with isoformat()",
    "time": "return its text, for example with isoformat()",
    "Decimal": "make it a float or a text",
    "UUID": "make it a text with str()",
    "PosixPath": "make it a text with str()",
    "WindowsPath": "make it a text with str()",
}


class NotData(Exception):
    """A value that cannot travel along an edge of a flow."""


class TooLarge(NotData):
    """More than one result may hold."""


class Size:
    """Counts what a result holds: texts, keys and pictures by their bytes, the rest by number."""

    def __init__(self, largest=LARGEST):
        self._counted = 0
        self._largest = largest  # MiB

    def add(self, count):
        """Counts `count` bytes more."""
        self._counted += count
        if self._counted > self._largest << 20:
            raise TooLarge(
                "at least {:.1f} MiB; a result may have {} MiB"
                " (PF_TOOL_RESULT_MIB sets another limit)".format(
                    self._counted / 1048576, self._largest
                )
            )

    def add_text(self, text):
        """Counts a text as UTF-8."""
        self.add(ITEM)
        self.add(len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass")))


def to_data(value, name="result", joined=None, images=None, largest=LARGEST):
    """`value` as JSON knows it.

    `name` is how messages call it. `joined` makes one text of an iterator. `images` collects
    pictures and gives the token that stands for each. `largest` is the limit in MiB.
    """
    return _Conversion(joined, images, Size(largest)).convert(value, name, 0)


class _Conversion:
    def __init__(self, joined, images, size):
        self._joined = joined
        self._images = images
        self._size = size

    def convert(self, value, at, depth):
        kind = type(value)
        if kind is str:
            self._size.add_text(value)
            return value
        if kind is bool or kind is float or value is None:
            self._size.add(ITEM)
            return value
        if kind is int:
            self._size.add(ITEM)
            return _whole(value, at)
        if depth > DEEPEST:
            raise NotData(
                "{} is nested more than {} deep or refers to itself".format(at[:80], DEEPEST)
            )
        if kind is dict:
            return self._mapping(value, at, depth)
        if kind is list or kind is tuple:
            return self._sequence(value, at, depth)
        return self._other(value, kind, at, depth)

    def _mapping(self, value, at, depth):
        return {
            self._key(key, at): self.convert(item, "{}[{!r}]".format(at, key), depth + 1)
            for key, item in value.items()
        }

    def _key(self, key, at):
        text = _key(key, at)
        self._size.add_text(text)
        return text

    def _sequence(self, value, at, depth):
        self._size.add(ITEM)
        return [
            self.convert(item, "{}[{}]".format(at, index), depth + 1)
            for index, item in enumerate(value)
        ]

    def _other(self, value, kind, at, depth):
        if hasattr(kind, "__members__"):  # an Enum
            return self.convert(value.value, at, depth + 1)
        if hasattr(kind, "_promptflow4j_picture"):
            return self._picture(value)
        for base in (str, int, float):
            if isinstance(value, base):
                return self.convert(base.__new__(base, value), at, depth)
        if isinstance(value, dict):
            return self._mapping(value, at, depth)
        if isinstance(value, (tuple, list)):
            named = hasattr(kind, "_fields")
            return (
                self._fields(value, kind._fields, at, depth)
                if named
                else self._sequence(value, at, depth)
            )
        if hasattr(kind, "__next__") or hasattr(kind, "__anext__"):
            return self._stream(value, at)
        return self._object(value, kind, at, depth)

    def _object(self, value, kind, at, depth):
        if hasattr(kind, "_promptflow4j_private"):
            raise NotData("{} is a connection; a tool can't return its secrets".format(at))
        for method, arguments in (
            ("model_dump", {}),
            ("tolist", {}),
            ("to_dict", {"orient": "records"}),
        ):
            if callable(getattr(kind, method, None)):
                try:
                    plain = getattr(value, method)(**arguments)
                except TypeError:
                    continue
                if type(plain) is not kind:
                    return self.convert(plain, at, depth + 1)
        if hasattr(kind, "__dataclass_fields__"):
            return self._fields(value, kind.__dataclass_fields__, at, depth)
        if hasattr(kind, "keys") and hasattr(kind, "__getitem__"):
            return self._mapping({key: value[key] for key in value.keys()}, at, depth)
        fields = [name for name in getattr(value, "__dict__", ()) if not name.startswith("_")]
        if fields and not isinstance(value, (type, BaseException)) and not callable(value):
            return self._fields(value, fields, at, depth)
        raise not_data(kind, at)

    def _fields(self, value, names, at, depth):
        return {
            name: self.convert(getattr(value, name), "{}.{}".format(at, name), depth + 1)
            for name in names
        }

    def _stream(self, value, at):
        if self._joined is None:
            raise not_data(type(value), at)
        return self._joined(value)

    def _picture(self, value):
        if self._images is None:
            return str(value)
        self._size.add(len(value))
        return self._images.token(value)


def not_data(kind, at):
    """The complaint about a value of the type `kind`."""
    name = (
        kind.__name__
        if kind.__module__ == "builtins"
        else "{}.{}".format(kind.__module__, kind.__name__)
    )
    hint = _HINTS.get(kind.__name__, "return text, numbers, booleans, lists, dicts or dataclasses")
    return NotData("{} is {}; {}".format(at, _one(name), hint))


def _one(name):
    """The name of a type with its article."""
    return "{} {}".format("an" if name[0] in "aeiouAEIOU" else "a", name)


def _whole(value, at):
    if value.bit_length() > LARGEST_INT_BITS:
        raise NotData("{} is a number of more than 990 digits; make it a text".format(at))
    return value


def _key(key, at):
    if type(key) is str:
        return key
    if isinstance(key, str):
        return str.__new__(str, getattr(key, "value", key))
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    if isinstance(key, (int, float)):
        return repr(key)
    name = _one(type(key).__name__)
    raise NotData("a key of {} is {}; make it a text".format(at, name))
