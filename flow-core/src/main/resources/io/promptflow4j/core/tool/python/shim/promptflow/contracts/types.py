"""Types that tell an editor what a parameter is for; at run time they are text."""

from dataclasses import dataclass
from typing import List


class Secret(str):
    """A text that must not be shown."""

    def set_secret_name(self, name):
        """Remembers where the secret comes from."""
        self.secret_name = name


class PromptTemplate(str):
    """The text of a template."""


class FilePath(str):
    """The path of a file."""


@dataclass
class AssistantDefinition:
    """A model, what it is told and the tools it may call."""

    model: str
    instructions: str
    tools: List

    @staticmethod
    def deserialize(data):
        """The definition that a mapping describes."""
        return AssistantDefinition(
            data.get("model", ""), data.get("instructions", ""), data.get("tools", [])
        )

    def serialize(self):
        """The definition as a mapping."""
        return {"model": self.model, "instructions": self.instructions, "tools": self.tools}
