"""Flows and prompty files cannot be run from inside a tool; these names say so."""


def _refusal(what, instead):
    return NotImplementedError(
        "{} can't be run from inside a Python tool by Promptflow4j; {}".format(what, instead)
    )


class Flow:
    """Stands for a flow that a tool wants to run."""

    @classmethod
    def load(cls, source=None, **_kwargs):
        """Refuses, with a way out."""
        raise _refusal("the flow {!r}".format(str(source)), "make its nodes part of this flow")


class AsyncFlow(Flow):
    """Stands for a flow that a tool wants to run asynchronously."""


class Prompty:
    """Stands for a prompty file that a tool wants to run."""

    def __init__(self, *_args, **_kwargs):
        raise _refusal("a prompty", "use an llm node with its prompt")

    @classmethod
    def load(cls, source=None, **_kwargs):
        """Refuses, with a way out."""
        raise _refusal("the prompty {!r}".format(str(source)), "use an llm node with its prompt")


class AsyncPrompty(Prompty):
    """Stands for a prompty file that a tool wants to run asynchronously."""
