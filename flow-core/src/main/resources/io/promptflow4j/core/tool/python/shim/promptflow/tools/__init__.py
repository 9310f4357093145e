"""The tools of `promptflow-tools` that authors call from their own Python code."""

_HOMES = {
    "AzureOpenAI": "promptflow.tools.aoai",
    "OpenAI": "promptflow.tools.openai",
    "template_rendering": None,
}


def __getattr__(name):
    """Loads a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError("module 'promptflow.tools' has no attribute '{}'".format(name))
    from importlib import import_module

    home = _HOMES[name]
    return getattr(import_module(home), name) if home else import_module("promptflow.tools." + name)
