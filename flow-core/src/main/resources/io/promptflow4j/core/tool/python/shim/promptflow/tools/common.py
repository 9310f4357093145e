"""Prompts to messages, and clients of the `openai` package."""

import ast
import re

from promptflow.contracts.multimedia import Image
from promptflow.core._connection import AzureOpenAIConnection
from promptflow.tools.exception import (
    ChatAPIFunctionRoleInvalidFormat,
    ChatAPIInvalidRole,
    ChatAPIToolRoleInvalidFormat,
    JinjaTemplateError,
)

VALID_ROLES = ["system", "user", "assistant", "function", "tool"]
_PAIR = r"\s*#{{0,2}}\s*{}\s*:\s*\n+\s*(\S+)\s*\n*#{{0,2}}\s*content\s*:\s*\n?(.*)"
_TOOL_CALLS = r"\s*#{0,2}\s*tool_calls\s*:\s*\n+\s*(\[.*?\])"


def render_jinja_template(template_content, trim_blocks=True, keep_trailing_newline=True, **kwargs):
    """A template filled in, by Jinja2's sandbox as prompt nodes are."""
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    try:
        environment = SandboxedEnvironment(
            trim_blocks=trim_blocks, keep_trailing_newline=keep_trailing_newline
        )
        return environment.from_string(template_content).render(**kwargs)
    except TemplateError as error:
        message = "the template can't be rendered: {}: {}".format(type(error).__name__, error)
        raise JinjaTemplateError(message) from error


def parse_chat(chat_str, images=None, valid_roles=None, image_detail="auto", **_others):
    """The messages of a prompt whose lines `system:`, `user:` and so on open them."""
    roles = valid_roles or VALID_ROLES
    marker = re.compile(r"(?im)^\s*#?\s*({})\s*:\s*\n".format("|".join(roles)))
    found = list(marker.finditer(chat_str))
    before = chat_str[: found[0].start()] if found else chat_str
    if before.strip():
        lines = ", ".join("'{}:'".format(role) for role in roles)
        message = "a chat prompt starts with a line that names a role ({}), but this one with '{}'"
        raise ChatAPIInvalidRole(message.format(lines, before.strip()[:80]))
    pictures = {str(image): image for image in images or []}
    ends = [one.start() for one in found[1:]] + [len(chat_str)]
    return [
        _message(one.group(1).lower(), chat_str[one.end() : end], pictures, image_detail)
        for one, end in zip(found, ends)
    ]


def _message(role, text, pictures, detail):
    if role == "tool":
        call = re.search(_PAIR.format("tool_call_id"), text, re.DOTALL)
        if call is None:
            raise ChatAPIToolRoleInvalidFormat(
                "a tool message needs 'tool_call_id:' and 'content:'"
            )
        content = _content(call.group(2), pictures, detail)
        return {"role": role, "tool_call_id": call.group(1), "content": content}
    calls = re.search(_TOOL_CALLS, text, re.DOTALL) if role == "assistant" else None
    if calls is not None:
        try:
            return {"role": role, "tool_calls": ast.literal_eval(calls.group(1))}
        except (ValueError, SyntaxError):
            pass
    named = re.search(_PAIR.format("name"), text, re.DOTALL)
    if named is not None:
        content = _content(named.group(2), pictures, detail)
        return {"role": role, "name": named.group(1), "content": content}
    if role == "function":
        raise ChatAPIFunctionRoleInvalidFormat("a function message needs 'name:' and 'content:'")
    return {"role": role, "content": _content(text, pictures, detail)}


def _content(text, pictures, detail):
    """The text itself, or a list of parts if a line of it is a picture."""
    lines = [line for line in text.strip().split("\n") if line.strip()]
    if not any(line.strip() in pictures for line in lines):
        return text.strip()
    return [_part(line, pictures.get(line.strip()), detail) for line in lines]


def _part(line, picture, detail):
    if picture is None:
        return {"type": "text", "text": line}
    url = picture.source_url or picture.to_base64(with_type=True)
    return {"type": "image_url", "image_url": {"url": url, "detail": detail}}


def build_messages(prompt, images=None, image_detail="auto", **kwargs):
    """The messages of a template. A role that comes in through a value stays text."""
    pattern = re.compile(r"(?im)^(\s*#?\s*)({})(\s*:\s*\n)".format("|".join(VALID_ROLES)))
    pictures = images or _pictures(kwargs)
    hidden = {key: _hidden(value, pattern) for key, value in kwargs.items()}
    template = re.sub(r"!\[\s*image\s*\]\((\{\{[^{}]+\}\})\)", r"\n\1\n", prompt)
    messages = parse_chat(render_jinja_template(template, **hidden), pictures, None, image_detail)
    return [_shown(message) for message in messages]


_GUARD = "\u2060"  # a character without width, taken out again below


def _hidden(value, pattern):
    if type(value) is str:
        return pattern.sub(lambda one: one.group(1) + one.group(2) + _GUARD + one.group(3), value)
    if isinstance(value, list):
        return [_hidden(item, pattern) for item in value]
    if isinstance(value, dict):
        return {key: _hidden(item, pattern) for key, item in value.items()}
    return value


def _shown(value):
    if isinstance(value, str):
        return value.replace(_GUARD, "")
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return value


def _pictures(value):
    if isinstance(value, Image):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [picture for item in items for picture in _pictures(item)]


def to_bool(value):
    """Whether a value says true, as a text or as itself."""
    return str(value).lower() == "true"


def handle_openai_error(tries=100, **_settings):
    """Marks a function that calls a model; the client retries by itself."""
    return lambda func: func


def normalize_connection_config(connection):
    """The arguments of the `openai` package's client for a connection."""
    if isinstance(connection, AzureOpenAIConnection):
        keyed = connection.auth_mode == "key"
        login = (
            {"api_key": connection.api_key}
            if keyed
            else {"azure_ad_token_provider": connection.get_token}
        )
        return dict(login, api_version=connection.api_version, azure_endpoint=connection.api_base)
    base = getattr(connection, "base_url", None) or getattr(connection, "api_base", None)
    organization = getattr(connection, "organization", None)
    return {"api_key": connection.api_key, "base_url": base, "organization": organization}


def init_azure_openai_client(connection):
    """A client for Azure OpenAI."""
    from openai import AzureOpenAI

    return AzureOpenAI(**normalize_connection_config(connection))


def init_openai_client(connection):
    """A client for OpenAI and services that speak its protocol."""
    from openai import OpenAI

    return OpenAI(**normalize_connection_config(connection))
