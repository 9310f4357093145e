"""The part of prompty that tools import directly: turning a template into messages."""

from promptflow.tools.common import build_messages, render_jinja_template


def convert_prompt_template(template, inputs, api):
    """The rendered text for `completion`, the messages of it for `chat`."""
    if api == "completion":
        return render_jinja_template(template, **inputs)
    return build_messages(template, **inputs)
