"""How a model is reached, as prompts and evaluators take it."""

from dataclasses import dataclass, field
from typing import Optional


class ModelConfiguration:
    """The base of model settings."""

    _promptflow4j_private = True

    def _refuse_both(self, *own):
        if self.connection and any(own):
            raise ValueError("give either a connection or the model's own settings, not both")


@dataclass
class AzureOpenAIModelConfiguration(ModelConfiguration):
    """A deployment of Azure OpenAI."""

    azure_deployment: str
    azure_endpoint: Optional[str] = None
    api_version: Optional[str] = None
    api_key: Optional[str] = field(default=None, repr=False)
    connection: Optional[str] = None

    def __post_init__(self):
        self._type = "azure_openai"
        self._refuse_both(self.azure_endpoint, self.api_version, self.api_key)

    @classmethod
    def from_connection(cls, connection, azure_deployment):
        """The settings of a connection object."""
        return cls(
            azure_deployment, connection.api_base, connection.api_version, connection.api_key
        )


@dataclass
class OpenAIModelConfiguration(ModelConfiguration):
    """A model of OpenAI."""

    model: str
    base_url: Optional[str] = None
    api_key: Optional[str] = field(default=None, repr=False)
    organization: Optional[str] = None
    connection: Optional[str] = None

    def __post_init__(self):
        self._type = "openai"
        self._refuse_both(self.base_url, self.api_key, self.organization)

    @classmethod
    def from_connection(cls, connection, model):
        """The settings of a connection object."""
        return cls(model, connection.base_url, connection.api_key, connection.organization)
