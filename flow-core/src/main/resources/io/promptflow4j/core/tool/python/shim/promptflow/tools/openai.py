"""OpenAI, called from a tool's own code."""

from promptflow._core.tool import ToolProvider, tool
from promptflow.connections import OpenAIConnection
from promptflow.contracts.types import PromptTemplate
from promptflow.tools import _models
from promptflow.tools.common import init_openai_client


class OpenAI(ToolProvider):
    """A client with the two calls of the original tool."""

    def __init__(self, connection: OpenAIConnection):
        super().__init__()
        self.connection = connection
        self._client = init_openai_client(connection)

    @tool
    def completion(self, prompt: PromptTemplate, model: str = "gpt-3.5-turbo-instruct", **kwargs):
        """Completes a text."""
        return _models.completion(self._client, model, prompt, kwargs)

    @tool
    def chat(self, prompt: PromptTemplate, model: str = "", **kwargs):
        """Answers a chat."""
        return _models.chat(self._client, model, prompt, kwargs)


@tool
def completion(
    connection: OpenAIConnection,
    prompt: PromptTemplate,
    model: str = "gpt-3.5-turbo-instruct",
    **kwargs,
):
    """Completes a text."""
    return OpenAI(connection).completion(prompt, model, **kwargs)


@tool
def chat(connection: OpenAIConnection, prompt: PromptTemplate, model: str = "", **kwargs):
    """Answers a chat."""
    return OpenAI(connection).chat(prompt, model, **kwargs)
