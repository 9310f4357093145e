"""Azure OpenAI, called from a tool's own code."""

from promptflow._core.tool import ToolProvider, tool
from promptflow.connections import AzureOpenAIConnection
from promptflow.contracts.types import PromptTemplate
from promptflow.tools import _models
from promptflow.tools.common import init_azure_openai_client


class AzureOpenAI(ToolProvider):
    """A client with the two calls of the original tool."""

    def __init__(self, connection: AzureOpenAIConnection):
        super().__init__()
        self.connection = connection
        self._client = init_azure_openai_client(connection)

    @tool
    def completion(self, prompt: PromptTemplate, deployment_name: str, **kwargs):
        """Completes a text."""
        return _models.completion(self._client, deployment_name, prompt, kwargs)

    @tool
    def chat(self, prompt: PromptTemplate, deployment_name: str, **kwargs):
        """Answers a chat."""
        return _models.chat(self._client, deployment_name, prompt, kwargs)


@tool
def completion(
    connection: AzureOpenAIConnection, prompt: PromptTemplate, deployment_name: str, **kwargs
):
    """Completes a text."""
    return AzureOpenAI(connection).completion(prompt, deployment_name, **kwargs)


@tool
def chat(connection: AzureOpenAIConnection, prompt: PromptTemplate, deployment_name: str, **kwargs):
    """Answers a chat."""
    return AzureOpenAI(connection).chat(prompt, deployment_name, **kwargs)
