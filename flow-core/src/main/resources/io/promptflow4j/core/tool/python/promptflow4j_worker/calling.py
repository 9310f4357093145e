"""Calls one tool and answers with its result or its failure."""

import json

from . import part
from .arguments import Images, connection
from .recording import current
from .results import NotData, Size, TooLarge, to_data


class LoadFailure(Exception):
    """The code of a tool could not be loaded; the cause says why."""


def call(request, channel, modules):
    """The answer to one call."""
    function = None
    try:
        function, owner = _found(request, modules)
        current.begin()
        target, arguments = _prepared(request, function, owner, modules)
        images = Images(modules.nonce)
        result = _finished(target(**arguments))
        most = modules.largest
        data = to_data(result, joined=_Joined(channel, most), images=images, largest=most)
        if request.get("aggregate"):
            part("entries").log_metrics(data, current)
        answer = {"value": data, "images": images.found}
        return dict(answer, metrics=current.metrics, calls=current.calls)
    except BaseException as error:  # SystemExit and the like are the tool's failure too
        return _failed(error, modules, original(function))


def _failed(error, modules, function):
    failures = part("failures")
    loading = isinstance(error, LoadFailure)
    cause = error.__cause__ if loading else error
    told = dict(failures.describe(cause, modules, function), loading=loading)
    told["kind"] = _kind(cause)
    told["calls"] = [] if loading else current.calls
    if isinstance(cause, NotData):
        told["line"] = failures.return_line(function) or told.get("line", 0)
    answer = {"failed": told}
    return dict(answer, retire=True) if isinstance(cause, SystemExit) else answer


def _kind(cause):
    """What kind of failure it is, whatever the author's exception is called."""
    if isinstance(cause, TooLarge):
        return "too-large"
    if isinstance(cause, NotData):
        return "not-data"
    return "exit" if isinstance(cause, SystemExit) else "raised"


def _found(request, modules):
    try:
        if "entry" in request:
            return part("entries").entry_of(request, modules)
        if "package" in request:
            return part("packages").tool_of(request["package"])
        return _tool_in(modules.load(request["file"]))
    except BaseException as error:
        raise LoadFailure() from error


def _tool_in(module):
    """The function that `@tool` marked in a loaded file, and its class if it is a method."""
    for found in vars(module).values():
        if getattr(found, "__module__", None) != module.__name__:
            continue
        if isinstance(found, type):
            for name in dir(found):
                method = getattr(found, name, None)
                if hasattr(method, "__promptflow_tool__"):
                    return method, found
        elif hasattr(found, "__promptflow_tool__"):
            return found, None
    raise LookupError("the file has no function marked with @tool")


def _prepared(request, function, owner, modules):
    """What to call and the keyword arguments for it."""
    sent = Images(modules.nonce, request.get("images"))
    arguments = {name: sent.restore(value) for name, value in request["arguments"].items()}
    set_up = {name: sent.restore(value) for name, value in request["setUp"].items()}
    plain = original(function)
    constructor = getattr(owner, "__init__", None)
    for name, one in request["connections"].items():
        made = connection(one, constructor if one["setUp"] else plain, name)
        (set_up if one["setUp"] else arguments)[name] = made
    if owner is not None:
        if "entry" in request:
            set_up = part("entries").adapted(constructor, set_up)
        key = json.dumps([request["setUp"], request["connections"]], sort_keys=True)
        instance = modules.instance(owner, set_up, key)
        return _by_keyword(getattr(instance, function.__name__), plain, arguments)
    return _by_keyword(function, plain, arguments)


def _by_keyword(target, plain, arguments):
    """Passes positional-only parameters by position."""
    count = getattr(getattr(plain, "__code__", None), "co_posonlyargcount", 0)
    if not count:
        return target, arguments
    names = [name for name in plain.__code__.co_varnames[:count] if name in arguments]
    first = [arguments[name] for name in names]
    rest = {name: value for name, value in arguments.items() if name not in names}
    return lambda **keywords: target(*first, **keywords), rest


def original(function):
    """The author's own function below decorators."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def _finished(result):
    """The result itself, after waiting for it if the tool is asynchronous."""
    if not hasattr(type(result), "__await__"):
        return result
    return part("looping").wait(result)


class _Joined:
    """Makes one text of an iterator and sends its pieces as they come."""

    def __init__(self, channel, largest):
        self._channel = channel
        self._largest = largest

    def __call__(self, pieces):
        texts = []
        size = Size(self._largest)
        if hasattr(type(pieces), "__anext__"):
            pieces = part("looping").pieces_of(pieces)
        for piece in pieces:
            text = str(piece)
            size.add_text(text)
            texts.append(text)
            self._channel.send({"chunk": _chunk(piece)})
        return "".join(texts)


def _chunk(piece):
    try:
        return to_data(piece)
    except NotData:
        return str(piece)
