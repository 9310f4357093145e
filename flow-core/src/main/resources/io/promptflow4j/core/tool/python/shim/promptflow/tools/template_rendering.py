"""Templates filled in from a tool's own code."""

from promptflow._core.tool import tool
from promptflow.tools.common import render_jinja_template


@tool
def render_template_jinja2(template: str, **kwargs) -> str:
    """A template filled in with the values given."""
    return render_jinja_template(template, **kwargs)
