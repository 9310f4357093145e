"""What tool authors import: `tool`, `log_metric`, `ToolProvider` and the model settings."""

from promptflow._core.metric_logger import log_metric
from promptflow._core.tool import ToolProvider, tool

log_flow_metric = log_metric

_HOMES = {
    "AzureOpenAIModelConfiguration": "promptflow.core._model_configuration",
    "OpenAIModelConfiguration": "promptflow.core._model_configuration",
    "ModelConfiguration": "promptflow.core._model_configuration",
    "Flow": "promptflow.core._flow",
    "AsyncFlow": "promptflow.core._flow",
    "Prompty": "promptflow.core._flow",
    "AsyncPrompty": "promptflow.core._flow",
}

__all__ = ["ToolProvider", "log_flow_metric", "log_metric", "tool", *_HOMES]


def __getattr__(name):
    """Loads a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError("module 'promptflow.core' has no attribute '{}'".format(name))
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
