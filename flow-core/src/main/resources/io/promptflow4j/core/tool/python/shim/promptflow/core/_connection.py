"""Connections as tools see them: settings and secrets are attributes, their text has no secret."""

import os

from promptflow.contracts.types import Secret

MASK = "******"


class _Field:
    """An attribute that lives in a connection's settings or secrets."""

    def __init__(self, store):
        self._store = store
        self._name = ""

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self._store).get(self._name)

    def __set__(self, instance, value):
        getattr(instance, self._store)[self._name] = value


class _Connection:
    """The base of all connections."""

    TYPE = ""
    _promptflow4j_private = True

    def __init__(
        self, name=None, module="promptflow.connections", configs=None, secrets=None, **kwargs
    ):
        self.name = name
        self.module = module
        self.type = self.TYPE
        self.class_name = type(self).__name__
        self.configs = dict(configs or {})
        self.secrets = dict(secrets or {})
        self.expiry_time = kwargs.get("expiry_time")

    def keys(self):
        """The names of all settings and secrets, so that `dict(connection)` works."""
        return [*self.configs, *self.secrets]

    def __getitem__(self, item):
        if item in self.secrets:
            return self.secrets[item]
        if item in self.configs:
            return self.configs[item]
        raise KeyError("{!r} in connection {!r}".format(item, self.name))

    def _to_dict(self):
        """The connection as a mapping that may be shown: without its secrets."""
        kind = {"name": self.name, "module": self.module, "type": self.type}
        return {**kind, **self._shown()}

    def _shown(self):
        return {**self.configs, **dict.fromkeys(self.secrets, MASK)}

    def __repr__(self):
        fields = ", ".join("{}={!r}".format(key, value) for key, value in self._shown().items())
        return "{}(name={!r}{})".format(type(self).__name__, self.name, fields and ", " + fields)


class _StrongTypeConnection(_Connection):
    """A connection with an API key."""

    api_key = _Field("secrets")


class _TokenConnection(_StrongTypeConnection):
    """A connection that may use a Microsoft Entra token in place of a key."""

    auth_mode = _Field("configs")
    _scope = "https://cognitiveservices.azure.com/.default"

    def get_token(self):
        """A fresh token of the account that Azure's default credential finds."""
        try:
            from azure.identity import DefaultAzureCredential
        except ImportError as missing:
            raise ImportError(
                "a connection without a key needs azure-identity", name=missing.name
            ) from missing
        return DefaultAzureCredential().get_token(self._scope).token


def _keys(api_key, auth_mode):
    return {"api_key": api_key} if auth_mode == "key" else {}


class AzureOpenAIConnection(_TokenConnection):
    """Azure OpenAI."""

    TYPE = "AzureOpenAI"
    api_base = _Field("configs")
    api_type = _Field("configs")
    api_version = _Field("configs")
    resource_id = _Field("configs")

    def __init__(
        self,
        api_base,
        api_key=None,
        api_type="azure",
        api_version="2024-02-01",
        auth_mode="key",
        resource_id=None,
        **kwargs,
    ):
        configs = {
            "api_base": api_base,
            "api_type": api_type,
            "api_version": api_version,
            "auth_mode": auth_mode,
            "resource_id": resource_id,
        }
        super().__init__(configs=configs, secrets=_keys(api_key, auth_mode), **kwargs)

    @classmethod
    def from_env(cls, name=None):
        """The connection that AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_KEY describe."""
        version = os.environ.get("OPENAI_API_VERSION")
        return cls(
            api_base=_variable("AZURE_OPENAI_ENDPOINT"),
            api_key=_variable("AZURE_OPENAI_API_KEY"),
            name=name,
            **({"api_version": version} if version else {}),
        )


class OpenAIConnection(_StrongTypeConnection):
    """OpenAI, or any service that speaks its protocol."""

    TYPE = "OpenAI"
    organization = _Field("configs")
    base_url = _Field("configs")

    def __init__(self, api_key=None, organization=None, base_url=None, **kwargs):
        configs = {"organization": organization, "base_url": base_url or None}
        super().__init__(configs=configs, secrets={"api_key": api_key}, **kwargs)

    @classmethod
    def from_env(cls, name=None):
        """The connection that OPENAI_API_KEY and its companions describe."""
        return cls(
            api_key=_variable("OPENAI_API_KEY"),
            organization=os.environ.get("OPENAI_ORG_ID"),
            base_url=os.environ.get("OPENAI_BASE_URL"),
            name=name,
        )


def _variable(name):
    if name not in os.environ:
        raise ValueError("the environment variable {} is not set".format(name))
    return os.environ[name]


class ServerlessConnection(_StrongTypeConnection):
    """A serverless model endpoint."""

    TYPE = "Serverless"
    api_base = _Field("configs")

    def __init__(self, api_key=None, api_base=None, **kwargs):
        super().__init__(configs={"api_base": api_base}, secrets={"api_key": api_key}, **kwargs)


class VendorConnection(_StrongTypeConnection):
    """A vendor of models whose service has a protocol of its own, such as Anthropic."""

    TYPE = "Vendor"
    base_url = _Field("configs")

    def __init__(self, api_key=None, base_url=None, **kwargs):
        super().__init__(configs={"base_url": base_url}, secrets={"api_key": api_key}, **kwargs)


class SerpConnection(_StrongTypeConnection):
    """SerpApi."""

    TYPE = "Serp"

    def __init__(self, api_key=None, **kwargs):
        super().__init__(secrets={"api_key": api_key}, **kwargs)


class QdrantConnection(ServerlessConnection):
    """Qdrant."""

    TYPE = "Qdrant"


class WeaviateConnection(ServerlessConnection):
    """Weaviate."""

    TYPE = "Weaviate"


class CognitiveSearchConnection(_TokenConnection):
    """Azure AI Search."""

    TYPE = "CognitiveSearch"
    api_base = _Field("configs")
    api_version = _Field("configs")

    def __init__(self, api_base, api_key=None, api_version="2023-11-01", auth_mode="key", **kwargs):
        configs = {"api_base": api_base, "api_version": api_version, "auth_mode": auth_mode}
        super().__init__(configs=configs, secrets=_keys(api_key, auth_mode), **kwargs)


class AzureAIServicesConnection(_TokenConnection):
    """Azure AI services."""

    TYPE = "AzureAIServices"
    endpoint = _Field("configs")

    def __init__(self, endpoint, api_key=None, auth_mode="key", **kwargs):
        configs = {"endpoint": endpoint, "auth_mode": auth_mode}
        super().__init__(configs=configs, secrets=_keys(api_key, auth_mode), **kwargs)


class AzureContentSafetyConnection(_StrongTypeConnection):
    """Azure AI Content Safety."""

    TYPE = "AzureContentSafety"
    endpoint = _Field("configs")
    api_version = _Field("configs")
    api_type = _Field("configs")

    def __init__(
        self, endpoint, api_key=None, api_version="2023-10-01", api_type="Content Safety", **kwargs
    ):
        configs = {"endpoint": endpoint, "api_version": api_version, "api_type": api_type}
        super().__init__(configs=configs, secrets={"api_key": api_key}, **kwargs)


class FormRecognizerConnection(AzureContentSafetyConnection):
    """Azure AI Document Intelligence."""

    TYPE = "FormRecognizer"

    def __init__(
        self, endpoint, api_key=None, api_version="2023-07-31", api_type="Form Recognizer", **kwargs
    ):
        super().__init__(endpoint, api_key, api_version, api_type, **kwargs)


class CustomConnection(_Connection):
    """Settings and secrets under names of the author's choice."""

    TYPE = "Custom"

    def __init__(self, secrets=None, configs=None, **kwargs):
        super().__init__(secrets=secrets, configs=configs, **kwargs)

    def __getattr__(self, item):
        for store in ("secrets", "configs"):
            values = self.__dict__.get(store, {})
            if item in values:
                return values[item]
        message = "connection {!r} has neither a secret nor a setting named {!r}"
        raise AttributeError(message.format(self.__dict__.get("name"), item))

    def is_secret(self, item):
        """Whether a name belongs to a secret."""
        return item in self.secrets


class CustomStrongTypeConnection(_Connection):
    """The base of connection classes that authors define by annotated fields."""

    TYPE = "Custom"

    def __init__(self, secrets=None, configs=None, **kwargs):
        super().__init__(secrets=secrets, configs=configs, **kwargs)
        self.custom_type = type(self).__name__

    @classmethod
    def _fields(cls):
        found = {}
        for base in reversed(cls.__mro__):
            found.update(getattr(base, "__annotations__", {}))
        return found

    def __getattribute__(self, item):
        if item.startswith("_") or item not in type(self)._fields():
            return super().__getattribute__(item)
        for store in ("secrets", "configs"):
            values = super().__getattribute__(store)
            if item in values:
                return values[item]
        return super().__getattribute__(item)

    def __setattr__(self, key, value):
        annotation = type(self)._fields().get(key)
        if annotation is None:
            super().__setattr__(key, value)
        else:
            is_secret = annotation is Secret or str(annotation).endswith("Secret")
            (self.secrets if is_secret else self.configs)[key] = value
