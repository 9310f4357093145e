"""What one call leaves behind beside its result: metrics and traced inner calls."""

import json
import time
from contextvars import ContextVar

from .results import NotData, to_data

MOST_SPANS = 1_000
MOST_LEVELS = 64
MOST_TEXT = 16_384

# The open span, and how many are open around it.
_parent = ContextVar("promptflow4j_parent", default=(None, 0))


class Recording:
    """The record of the call that runs now. One at a time in a process."""

    def __init__(self):
        self.begin()

    def begin(self):
        """Forgets the call before; the next function marked `@tool` is the call itself."""
        self.metrics = {}
        self._of_variants = {}
        self.calls = []
        self._spans = 0
        self._root_awaited = True
        _parent.set((None, 0))

    def is_root(self):
        """Whether the function marked `@tool` that is entered now is the call itself."""
        awaited, self._root_awaited = self._root_awaited, False
        return awaited

    def log_metric(self, key, value, variant_id=None):
        """Keeps a metric of an aggregation node; of equal names the last one counts.

        Where several variants report the same metric, each also counts under its own name.
        """
        name = str(key)
        self.metrics[name] = data = to_data(value, "metric '{}'".format(key))
        if variant_id is not None:
            variants = self._of_variants.setdefault(name, {})
            variants["{} [{}]".format(name, variant_id)] = data
            if len(variants) > 1:
                self.metrics.update(variants)

    def enter(self, name, kind, inputs):
        """Opens a span below the one that is open in this context."""
        span = {
            "name": name,
            "kind": kind,
            "start": time.time_ns() // 1_000,
            "inputs": {key: shown(value) for key, value in inputs.items()},
            "children": [],
        }
        parent, level = _parent.get()
        if level < MOST_LEVELS:
            self.add(span, parent)
        return span, _parent.set((span, level + 1))

    @staticmethod
    def parent():
        """The span that is open in this context, if one is."""
        return _parent.get()[0]

    def add(self, span, parent):
        """Puts a span below another."""
        self._spans += 1
        if self._spans <= MOST_SPANS:
            (self.calls if parent is None else parent["children"]).append(span)

    @staticmethod
    def leave(entered, output=None, error=None):
        """Closes a span with what it gave."""
        span, token = entered
        span["end"] = time.time_ns() // 1_000
        if error is None:
            span["output"] = shown(output)
        else:
            span["error"] = "{}: {}".format(type(error).__name__, error)[:MOST_TEXT]
        try:
            _parent.reset(token)
        except ValueError:
            pass  # a generator may be finished in another context than it was started in


def shown(value):
    """A value as a trace shows it: the data itself, or its text where it is large or no data."""
    try:
        data = to_data(value, "value", joined=None)
        if len(json.dumps(data)) <= MOST_TEXT:
            return data
        return json.dumps(data)[:MOST_TEXT] + "…"
    except NotData:
        return _text(value)


def _text(value):
    try:
        return repr(value)[:1_000]
    except Exception:  # a broken __repr__ must not break the tool
        return "<{}>".format(type(value).__name__)


current = Recording()
