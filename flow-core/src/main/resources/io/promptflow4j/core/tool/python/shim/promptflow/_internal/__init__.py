"""Names that older tool packages import from here."""

from promptflow._core.metric_logger import add_metric_logger
from promptflow._core.tool import ToolProvider, tool

__all__ = ["ToolProvider", "add_metric_logger", "enable_cache", "register_apis", "tool"]


def enable_cache(_key_of_call):
    """Marks a function as cacheable; the engine caches nodes itself."""
    return lambda func: func


def register_apis(cls):
    """Accepts a class of model calls; the engine finds them by name."""
    return cls
