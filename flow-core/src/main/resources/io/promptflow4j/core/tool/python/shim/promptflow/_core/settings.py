"""Descriptions of a tool's inputs. Editors read them; a run keeps them and does nothing."""


class _Settings:
    def __init__(self, *args, **settings):
        self.args = args
        self.__dict__.update(settings)


class InputSetting(_Settings):
    """How an editor asks for an input."""


class DynamicList(_Settings):
    """A function that lists the choices for an input."""


class GeneratedBy(_Settings):
    """A function that makes the value of an input from others."""
