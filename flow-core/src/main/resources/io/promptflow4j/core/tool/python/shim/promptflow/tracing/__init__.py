"""`trace`: what happens inside a tool becomes part of the run's trace."""

from promptflow.tracing._spans import traced

__all__ = ["ThreadPoolExecutorWithContext", "start_trace", "trace"]


def trace(func=None, **_settings):
    """Records each call of a function below the call that it happens in."""
    if func is None:
        return lambda decorated: traced(decorated, "Function")
    return traced(func, "Function")


def start_trace(**_settings):
    """Does nothing: the engine records each run anyway."""


def __getattr__(name):
    """Loads the thread pool only where it is used."""
    if name != "ThreadPoolExecutorWithContext":
        raise AttributeError("module 'promptflow.tracing' has no attribute '{}'".format(name))
    from promptflow.tracing._pools import ThreadPoolExecutorWithContext

    return ThreadPoolExecutorWithContext
