"""Exceptions that tools raise to say whose fault a failure is."""

from enum import Enum


class ErrorTarget(str, Enum):
    """The part that an error comes from."""

    EXECUTOR = "Executor"
    BATCH = "Batch"
    CORE = "Core"
    TOOL = "Tool"
    RUNTIME = "Runtime"
    UNKNOWN = "Unknown"


class PromptflowException(Exception):
    """The base of prompt flow's exceptions."""

    def __init__(
        self, message="", message_format="", target=ErrorTarget.UNKNOWN, module=None, **kwargs
    ):
        self.message_format = message_format
        self.target = target
        self.module = module
        self.inner_exception = kwargs.get("error")
        self.message = str(message) or self._formatted(message_format, kwargs)
        super().__init__(self.message)

    def _formatted(self, text, values):
        try:
            return text.format(**values) or type(self).__name__
        except (KeyError, IndexError, ValueError):
            return text

    def __str__(self):
        return self.message


class UserErrorException(PromptflowException):
    """The author of the flow can mend it."""


class SystemErrorException(PromptflowException):
    """Something outside the flow is at fault."""


class ValidationException(UserErrorException):
    """An input is not what it has to be."""
