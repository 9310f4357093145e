"""Flows and prompty files that a tool runs: the engine that runs the tool runs them, too."""

import asyncio
from contextvars import copy_context
from functools import partial
from pathlib import Path

from promptflow.exceptions import UserErrorException
from promptflow4j_worker import part

_asking = part("asking")  # now, since threads of a tool may ask at once


class LineResult:
    """What running a flow gave."""

    def __init__(self, output):
        self.output = output


def _ask(what, path, inputs, change=None):
    return _asking.Question(what, path, inputs, change or {}).answer()


async def _elsewhere(function, *args, **kwargs):
    """Runs a function on a thread, so that others may go on meanwhile."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(
        None, partial(copy_context().run, partial(function, *args, **kwargs))
    )


class _Loaded:
    """A flow file, found."""

    _change = None

    def __init__(self, path, **_kwargs):
        self.path = Path(path).absolute()
        self.name = self.path.stem
        self.code = self.path.parent

    @classmethod
    def load(cls, source, **kwargs):
        """The flow in a file or folder.

        :raises UserErrorException: if there is none
        """
        path = Path(source)
        if not path.exists():
            raise UserErrorException("there is no flow at '{}'".format(path))
        kind = cls
        if path.suffix == ".prompty":
            kind = cls if issubclass(cls, Prompty) else cls._prompty()
        elif issubclass(cls, Prompty):
            raise UserErrorException("'{}' is no .prompty file".format(path))
        return kind(path, **kwargs)

    @classmethod
    def _prompty(cls):
        return AsyncPrompty if issubclass(cls, AsyncFlow) else Prompty

    def _run(self, args, inputs):
        if args:
            raise UserErrorException("a flow takes its inputs by name")
        return _ask("run", self.path, inputs, self._change)


class Flow(_Loaded):
    """A flow that a tool runs."""

    def __call__(self, *args, **kwargs):
        return self._run(args, kwargs)

    def invoke(self, inputs, connections=None, **_kwargs):
        """The outputs, as `output` of the result."""
        return LineResult(self._run((), inputs))


class AsyncFlow(_Loaded):
    """A flow that an asynchronous tool runs."""

    async def __call__(self, *args, **kwargs):
        return await _elsewhere(self._run, args, kwargs)

    async def invoke(self, inputs, *, connections=None, **_kwargs):
        """The outputs, as `output` of the result."""
        return LineResult(await _elsewhere(self._run, (), inputs))


class Prompty(_Loaded):
    """A prompty file that a tool runs."""

    def __init__(self, path, model=None, **kwargs):
        super().__init__(path)
        self._change = {key: _plain(value) for key, value in kwargs.items()}
        if model:
            self._change["model"] = _model(model)

    def __call__(self, *args, **kwargs):
        return self._run(args, kwargs)

    def render(self, *args, **kwargs):
        """The prompt as it would be sent, as text."""
        if args:
            raise UserErrorException("a prompty takes its inputs by name")
        return str(_ask("render", self.path, kwargs, self._change))

    def estimate_token_count(self, *args, **kwargs):
        """About how many tokens the prompt and the longest answer have together."""
        if args:
            raise UserErrorException("a prompty takes its inputs by name")
        return _ask("count", self.path, kwargs, self._change)


class AsyncPrompty(Prompty):
    """A prompty file that an asynchronous tool runs."""

    async def __call__(self, *args, **kwargs):
        answer = await _elsewhere(self._run, args, kwargs)
        return _pieces(answer) if hasattr(answer, "__next__") else answer


async def _pieces(answer):
    none_left = object()
    while True:
        piece = await _elsewhere(next, answer, none_left)
        if piece is none_left:
            return
        yield piece


def _model(model):
    """Changes of a prompty's model; settings that are an object replace those of the file."""
    change = {key: _plain(value) for key, value in dict(model).items()}
    if not isinstance(model.get("configuration") or {}, dict):
        change["configuration"]["replace"] = True
    return change


def _plain(value):
    """Model settings and connections as data."""
    if hasattr(value, "_type") and hasattr(value, "__dataclass_fields__"):
        fields = {name: getattr(value, name) for name in value.__dataclass_fields__}
        kept = {name: one for name, one in fields.items() if one is not None}
        return kept if kept.get("connection") else dict(kept, type=value._type)
    if isinstance(value, dict):
        plain = {key: _plain(one) for key, one in value.items()}
        connection = value.get("connection")
        if connection is not None and not isinstance(connection, str):
            del plain["connection"]
            plain.update(_fields(connection))
        return plain
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def _fields(connection):
    """What a connection object says, under the names of a prompty's configuration."""
    names = ("api_base", "base_url", "api_version", "api_key", "organization")
    told = {name: getattr(connection, name, None) for name in names}
    azure = type(connection).__name__.startswith("Azure")
    kept = {name: value for name, value in told.items() if value is not None}
    return dict(kept, type="azure_openai" if azure else "openai")
