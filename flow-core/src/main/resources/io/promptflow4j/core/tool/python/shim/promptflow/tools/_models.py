"""Calls of models through the `openai` package, for tools that make them themselves."""

from promptflow.tools.common import build_messages, render_jinja_template, to_bool

_CHAT = {
    "temperature": float,
    "top_p": float,
    "n": int,
    "max_tokens": int,
    "presence_penalty": float,
    "frequency_penalty": float,
    "seed": int,
    "stop": None,
    "logit_bias": None,
    "user": None,
    "functions": None,
    "function_call": None,
    "tools": None,
    "tool_choice": None,
    "response_format": None,
}
_COMPLETION = {
    "temperature": float,
    "top_p": float,
    "n": int,
    "max_tokens": int,
    "presence_penalty": float,
    "frequency_penalty": float,
    "best_of": int,
    "logprobs": int,
    "stop": None,
    "suffix": None,
    "logit_bias": None,
    "user": None,
    "echo": to_bool,
}


def chat(client, model, prompt, settings):
    """The answer of a chat model: its text, its pieces, or the message if tools were offered."""
    parameters, values = _split(settings, _CHAT)
    stream = to_bool(values.pop("stream", False))
    messages = build_messages(prompt, **values)
    answer = client.chat.completions.create(
        model=model, messages=messages, stream=stream, **parameters
    )
    if stream:
        return (_piece(chunk) for chunk in answer if chunk.choices)
    message = answer.choices[0].message
    if parameters.get("tools") or parameters.get("functions"):
        return message.model_dump()
    return message.content or ""


def completion(client, model, prompt, settings):
    """The text that a completion model adds, or its pieces."""
    parameters, values = _split(settings, _COMPLETION)
    stream = to_bool(values.pop("stream", False))
    text = render_jinja_template(prompt, **values)
    answer = client.completions.create(model=model, prompt=text, stream=stream, **parameters)
    if stream:
        return (chunk.choices[0].text or "" for chunk in answer if chunk.choices)
    return answer.choices[0].text


def _piece(chunk):
    return getattr(chunk.choices[0].delta, "content", None) or ""


def _split(settings, known):
    """Parameters of the model, without those that say nothing, and values for the template."""
    parameters, values = {}, {}
    for name, value in settings.items():
        if name not in known:
            values[name] = value
        elif value is not None and value != "" and value != [] and value != {}:
            convert = known[name]
            parameters[name] = convert(value) if convert else value
    return parameters, values
