"""The `@tool` mark and the base class of class-based tools."""

from abc import ABC
from enum import Enum

from promptflow.tracing._spans import traced
from promptflow4j_worker.recording import current

STREAMING_OPTION_PARAMETER_ATTR = "_streaming_option_parameter"
INPUTS_TO_ESCAPE_PARAM_KEY = "_inputs_to_escape"


class ToolType(str, Enum):
    """The kinds of tool."""

    LLM = "llm"
    PYTHON = "python"
    CSHARP = "csharp"
    PROMPT = "prompt"
    CUSTOM_LLM = "custom_llm"


def tool(func=None, **settings):
    """Marks a function as a tool. Settings describe it to editors; a run does not need them."""
    if func is None:
        return lambda decorated: tool(decorated, **settings)
    marked = traced(func, "Function", is_call_itself=current.is_root)
    marked.__promptflow_tool__ = settings
    return marked


class ToolProvider(ABC):
    """The base of class-based tools: the parameters of `__init__` are inputs of the node."""

    def __init__(self):
        """Takes nothing; subclasses declare what they need."""


def __getattr__(name):
    """Loads the descriptions of inputs only where they are used."""
    if name not in ("DynamicList", "GeneratedBy", "InputSetting"):
        raise AttributeError("module 'promptflow._core.tool' has no attribute '{}'".format(name))
    from promptflow._core import settings

    return getattr(settings, name)
