"""The client of prompt flow's own runs; a tool that runs here has none."""

from promptflow.core._flow import Flow


def _refuse(what):
    raise NotImplementedError(
        what + " is not there inside a Python tool of Promptflow4j; use 'pf run create'"
    )


class PFClient:
    """Stands for the client that starts runs."""

    def __init__(self, *_args, **_kwargs):
        _refuse("PFClient")


def load_flow(source=None, **kwargs):
    """The flow in a file or folder, to be called with its inputs by name."""
    return Flow.load(source, **kwargs)


def load_run(source=None, **_kwargs):
    """Refuses, with a way out."""
    _refuse("load_run")
