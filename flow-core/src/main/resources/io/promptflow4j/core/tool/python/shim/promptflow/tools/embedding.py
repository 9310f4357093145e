"""Embeddings, called from a tool's own code or as a package tool."""

from typing import Union

from promptflow._core.tool import tool
from promptflow.connections import (
    AzureOpenAIConnection,
    OpenAIConnection,
    ServerlessConnection,
)
from promptflow.tools.common import init_azure_openai_client, init_openai_client
from promptflow.tools.exception import InvalidConnectionType


@tool
def embedding(
    connection: Union[AzureOpenAIConnection, OpenAIConnection, ServerlessConnection],
    input: str,
    deployment_name: str = "",
    model: str = "text-embedding-ada-002",
):
    """The vector of a text."""
    if isinstance(connection, AzureOpenAIConnection):
        client = init_azure_openai_client(connection)
        return client.embeddings.create(input=input, model=deployment_name).data[0].embedding
    if isinstance(connection, (OpenAIConnection, ServerlessConnection)):
        client = init_openai_client(connection)
        return client.embeddings.create(input=[input], model=model).data[0].embedding
    raise InvalidConnectionType("embeddings need an OpenAI or Azure OpenAI connection")
