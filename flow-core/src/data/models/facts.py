"""Facts about a model, from a file of either source, in our words.

What follows from the kinds of input and output, and from the task, is left to the reader: a model
whose inputs are known and name no image takes none, and an embedding model calls no tools.
"""

import names


def facts_of_toml(name, toml):
    limit, kinds = toml.get("limit", {}), toml.get("modalities", {})
    tasks = names.tasks(name, toml.get("family", ""), kinds.get("output", []))
    facts = {
        "name": toml.get("name"),
        "family": toml.get("family"),
        "released": day(toml.get("release_date")),
        "knowledge": day(toml.get("knowledge")),
        "open_weights": toml.get("open_weights"),
        "license": names.license_of(name, toml),
        "weights": [one["url"] for one in toml.get("weights", []) if "url" in one],
        "tasks": tasks,
        "in": kinds.get("input"),
        "out": kinds.get("output"),
        "context": limit.get("context") or None,
        "input": limit.get("input") or None,
        "output": limit.get("output") or None,
        "efforts": efforts(toml),
    }
    if "embedding" in tasks:
        facts["dimensions"], facts["output"], facts["out"] = facts["output"], None, ["vector"]
    facts["can"], facts["cannot"] = capabilities(toml, tasks)
    return facts


def efforts(toml):
    found = []
    for option in toml.get("reasoning_options", []):
        if option.get("type") == "effort":
            found += [value for value in option.get("values", []) if value not in found]
    return found or None


def capabilities(toml, tasks):
    can, cannot = [], []

    def say(capability, known):
        if known is not None:
            (can if known else cannot).append(capability)

    if "chat" in tasks:
        say("tools", toml.get("tool_call"))
        say("json_schema", toml.get("structured_output"))
        say("reasoning", toml.get("reasoning"))
        say("temperature", toml.get("temperature"))
    if toml.get("cost", {}).get("cache_read"):
        say("prompt_caching", True)
    return sorted(can), sorted(cannot)


FLAGS = {
    "supports_function_calling": "tools",
    "supports_parallel_function_calling": "parallel_tools",
    "supports_tool_choice": "tool_choice",
    "supports_response_schema": "json_schema",
    "supports_reasoning": "reasoning",
    "supports_vision": "image_input",
    "supports_pdf_input": "pdf_input",
    "supports_audio_input": "audio_input",
    "supports_video_input": "video_input",
    "supports_audio_output": "audio_output",
    "supports_prompt_caching": "prompt_caching",
    "supports_system_messages": "system_message",
    "supports_assistant_prefill": "prefill",
    "supports_native_streaming": "streaming",
    "supports_web_search": "web_search",
}


def facts_of_litellm(name, entry):
    mode = entry.get("mode")
    task = names.tasks(name, "", [])[0] if mode in ("chat", "responses") else mode
    facts = {
        "name": name,
        "license": names.license_of(name, {}),
        "tasks": [task] if task else [],
        "context": whole(entry.get("max_input_tokens")),
        "output": whole(entry.get("max_output_tokens")) if task in ("chat", "completion") else None,
        "dimensions": whole(entry.get("output_vector_size")),
        "can": sorted(ours for theirs, ours in FLAGS.items() if entry.get(theirs) is True),
        "cannot": [],
    }
    if task == "embedding":
        facts["out"] = ["vector"]
    return facts


def whole(number):
    return int(number) if isinstance(number, (int, float)) and number > 0 else None


def day(text):
    """`2024`, `2024-05` or `2024-05-13`; anything else is no date."""
    written = str(text) if text else ""
    parts = written.split("-")
    good = 1 <= len(parts) <= 3 and all(part.isdigit() for part in parts) and len(parts[0]) == 4
    return written if good else None
