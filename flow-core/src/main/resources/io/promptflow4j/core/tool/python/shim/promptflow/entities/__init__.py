"""Connections, and the settings by which tool packages describe their inputs to editors."""

from promptflow._core.settings import DynamicList, InputSetting
from promptflow.core._connection import (
    AzureContentSafetyConnection,
    AzureOpenAIConnection,
    CognitiveSearchConnection,
    CustomConnection,
    FormRecognizerConnection,
    OpenAIConnection,
    QdrantConnection,
    SerpConnection,
)

__all__ = [
    "AzureContentSafetyConnection",
    "AzureOpenAIConnection",
    "CognitiveSearchConnection",
    "CustomConnection",
    "DynamicList",
    "FlowContext",
    "FormRecognizerConnection",
    "InputSetting",
    "OpenAIConnection",
    "QdrantConnection",
    "SerpConnection",
]


class FlowContext:
    """Overrides for a flow that a tool wants to load; see `promptflow.client.load_flow`."""

    def __init__(self, **overrides):
        self.__dict__.update(overrides)
