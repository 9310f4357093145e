"""Asks the engine to run another flow while a tool runs."""

import itertools

from .arguments import Images
from .channel import channel_to_ask
from .recording import current
from .results import to_data

_numbers = itertools.count(1)


class Question:
    """One question and its answer, which may come in pieces."""

    def __init__(self, what, path, inputs, change):
        self._channel = channel_to_ask()
        self._id = next(_numbers)
        images = Images("{}:{}".format(self._channel.nonce, self._id))
        told = {
            "do": what,
            "id": self._id,
            "path": str(path),
            "inputs": to_data(inputs, "inputs", images=images),
            "change": change,
        }
        told["images"] = images.found
        self._parent = current.parent()
        self._channel.send({"ask": told})

    def _next(self):
        message = self._channel.receive(self._id)
        if message is None:
            raise _refusal("the engine has gone")
        return message

    def answer(self):
        """The value, or an iterator over its pieces if the flow streams them."""
        first = self._next()
        return self._pieces(first) if "chunk" in first else self._last(first)

    def _pieces(self, message):
        while "chunk" in message:
            yield message["chunk"]
            message = self._next()
        self._last(message)

    def _last(self, message):
        self._channel.forget(self._id)
        if "call" in message:
            current.add(message["call"], self._parent)
        if "failed" in message:
            raise _refusal(message["failed"]["message"])
        return message["value"]


def _refusal(why):
    """The exception that tools know, saying why there is no result."""
    from promptflow.exceptions import UserErrorException

    return UserErrorException(why)
