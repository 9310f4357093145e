"""Exceptions of the model tools."""

from promptflow.exceptions import UserErrorException


class ToolValidationError(UserErrorException):
    """What a tool was given can't be used."""


class ChatAPIInvalidRole(ToolValidationError):
    """A prompt does not start with a role."""


class ChatAPIFunctionRoleInvalidFormat(ToolValidationError):
    """A function message lacks its name."""


class ChatAPIToolRoleInvalidFormat(ToolValidationError):
    """A tool message lacks the id of its call."""


class JinjaTemplateError(ToolValidationError):
    """A template can't be rendered."""


class InvalidConnectionType(ToolValidationError):
    """A connection of another type is needed."""


class LLMError(UserErrorException):
    """A model call failed."""
