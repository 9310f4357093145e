"""Whose model a name means, where it is offered, what it is for."""

import re

PUBLISHERS = [
    (r"^(gpt-oss|gpt|o1|o3|o4|chatgpt|codex|text-embedding-(ada|3)|text-(davinci|curie|babbage|ada)|code-(davinci|cushman)|davinci|babbage|whisper|dall-e"
     r"|computer-use)", "openai"),
    (r"^claude", "anthropic"),
    (r"^(gemini|gemma|learnlm|lyria|veo|text-embedding-00|text-multilingual|textembedding|embedding-gecko|embeddinggemma|medgemma)", "google"),
    (r"^(meta-llama|llama|codellama|code-llama)", "meta"),
    (r"^(mistral|ministral|codestral|devstral|pixtral|magistral|voxtral|open-mi|mixtral|mathstral|labs-)", "mistral"),
    (r"^(command|c4ai|cohere|embed-(english|multilingual|v-?4)|rerank-(v|english|multi)|north-|aya)", "cohere"),
    (r"^deepseek", "deepseek"),
    (r"^(qwen|qwq|qvq|wan2|text-embedding-v)", "alibaba"),
    (r"^(kimi|moonshot)", "moonshotai"),
    (r"^grok", "xai"),
    (r"^(phi|wizardlm|mai-)", "microsoft"),
    (r"^(nemotron|nvidia|nv-|cosmos|llama-3.\d-nemotron)", "nvidia"),
    (r"^glm", "zhipuai"),
    (r"^minimax", "minimax"),
    (r"^(nova|titan|amazon)", "amazon"),
    (r"^(jamba|j2)", "ai21"),
    (r"^jais", "core42"),
    (r"^(sonar|pplx)", "perplexity"),
    (r"^granite", "ibm"),
    (r"^voyage", "voyage"),
    (r"^jina", "jina"),
    (r"^(bge|baai)", "baai"),
]

FOLDERS = {
    "meta-llama": "meta", "mistralai": "mistral", "deepseek-ai": "deepseek", "qwen": "alibaba",
    "z-ai": "zhipuai", "zai-org": "zhipuai", "minimaxai": "minimax", "xiaomimimo": "xiaomi",
    "moonshotai": "moonshotai", "coherelabs": "cohere", "ai21-labs": "ai21", "ai21": "ai21",
    "mistral-ai": "mistral", "cohereforai": "cohere", "ibm-granite": "ibm", "core42": "core42",
}

REGIONS = re.compile(r"^(us|eu|apac|au|jp|ca|global|us-gov)\.(?=[a-z0-9]+\.)")

LICENSES = [
    (r"gpt-oss", "Apache-2.0"),
    (r"llama-?4", "Llama-4-Community"),
    (r"llama-?3\.3", "Llama-3.3-Community"),
    (r"llama-?3\.2", "Llama-3.2-Community"),
    (r"llama-?3\.1", "Llama-3.1-Community"),
    (r"(meta-)?llama-?3(-|$)", "Llama-3-Community"),
    (r"gemma-4", "Apache-2.0"),
    (r"gemma", "Gemma"),
    (r"phi-?(3|3\.5|4)", "MIT"),
    (r"deepseek-(r1|v3|v4)(?!.*distill)", "MIT"),
    (r"(open-mistral-7b|mistral-7b|mixtral|mistral-nemo|open-mixtral|pixtral-12b|devstral-small|magistral-small"
     r"|mistral-small-3)", "Apache-2.0"),
    (r"qwen-?3(\.\d)?-(\d|coder|next|vl|omni-30b)", "Apache-2.0"),
    (r"(c4ai|command-r|aya)", "CC-BY-NC-4.0"),
    (r"glm-(4\.[5-9]|5)", "MIT"),
]


def region(provider, name):
    """The region that stands before a Bedrock model's name, and the rest of the name."""
    found = REGIONS.match(name) if provider == "amazon-bedrock" else None
    return (found.group(1), name[found.end():]) if found else (None, name)


def aliases(provider, name):
    found = []
    if provider in ("azure", "azure-cognitive-services") and name.startswith("gpt-3.5"):
        found.append(name.replace("gpt-3.5", "gpt-35", 1))
    return found


def plain(name):
    """The name without region, vendor, date and revision, in lower case."""
    text = REGIONS.sub("", name.lower()).split("/")[-1]
    text = re.sub(r"^(anthropic|amazon|meta|mistral|cohere|deepseek|ai21|qwen|openai|google|nvidia|moonshot(ai)?"
                  r"|minimax|writer|zai|twelvelabs)\.", "", text)
    text = re.sub(r"^(databricks|cerebras|groq|zai|ai21|cohere)-(?!embed|rerank)", "", text)
    text = re.sub(r"[-@](v\d+:\d+|v\d+|default|maas)$", "", text)
    text = re.sub(r":\d+$", "", text)
    text = re.sub(r"[-@](20\d{6}|20\d\d-\d\d-\d\d|20\d\d-\d\d)$", "", text)
    return text.replace("gpt-35", "gpt-3.5").replace("llama3-", "llama-3-").replace("meta-llama-", "llama-")


def publisher(provider, name):
    parts = name.split("/")
    folder = parts[-2].lower() if len(parts) > 1 else ""
    for pattern, who in PUBLISHERS:
        if re.search(pattern, plain(name)):
            return who
    if folder in FOLDERS:
        return FOLDERS[folder]
    if folder and folder not in ("hf", "cf", "@cf", "models", "accounts", "fireworks"):
        return folder
    dotted = REGIONS.sub("", name).split(".")[0]
    return dotted if provider == "amazon-bedrock" and dotted.isalpha() else provider


def model_id(provider, name, said, models):
    if said:
        return said
    who = publisher(provider, name)
    short = plain(name)
    candidates = []
    exact = name.lower().split("/")[-1]
    tuned = [short.replace("-instruct", ""), short + "-instruct", short + "-it"]
    for one in [exact, short] + (tuned if who != "openai" else []):
        candidates.append(f"{who}/{one}")
    for candidate in candidates:
        if candidate in models:
            return candidate
    return f"{who}/{short}"


def tasks(name, family, outputs):
    text = name.lower()
    if "rerank" in text:
        return ["rerank"]
    if "embed" in text or "embed" in family or re.search(r"(^|/)(bge|nv-embed|titan-embed|voyage|e5-)", text):
        return ["embedding"]
    if re.search(r"whisper|transcri|parakeet|-asr|ocr|livetranslate", text):
        return ["transcription"]
    if re.search(r"tts|realtime|-live-|-live$", text) or outputs == ["audio"]:
        return ["speech"]
    if outputs == ["image"]:
        return ["image"]
    if outputs == ["video"]:
        return ["video"]
    if "moderation" in text or "guard" in text:
        return ["moderation"]
    if re.search(r"(gpt-3\.5|gpt-35)-turbo-instruct|davinci|babbage", text):
        return ["completion"]
    return ["chat", "image"] if "image" in outputs else ["chat"]


def license_of(name, toml):
    if toml.get("license"):
        return toml["license"]
    if toml.get("open_weights") is False:
        return "proprietary"
    for pattern, license in LICENSES:
        if toml.get("open_weights") and re.search(pattern, plain(name)):
            return license
    return None


LITELLM = {
    "openai": "openai", "text-completion-openai": "openai", "azure": "azure", "azure_ai": "azure",
    "azure_text": "azure", "anthropic": "anthropic", "gemini": "google", "mistral": "mistral", "cohere": "cohere",
    "cohere_chat": "cohere", "deepseek": "deepseek", "groq": "groq", "bedrock": "amazon-bedrock",
    "bedrock_converse": "amazon-bedrock", "xai": "xai", "nvidia_nim": "nvidia", "perplexity": "perplexity",
    "voyage": "voyage", "jina_ai": "jina", "ai21": "ai21", "cerebras": "cerebras", "sambanova": "sambanova",
    "watsonx": "ibm-watsonx", "together_ai": "togetherai", "moonshot": "moonshotai",
}
PREFIXES = ("azure/", "azure_ai/", "gemini/", "mistral/", "cohere/", "deepseek/", "groq/", "bedrock/", "xai/",
            "nvidia_nim/", "perplexity/", "voyage/", "jina_ai/", "cerebras/", "sambanova/", "watsonx/",
            "together_ai/", "moonshot/", "ai21/", "azure_text/", "anthropic/", "openai/", "ft:")


def of_litellm(key, entry):
    """Provider, id and region of an entry that we take; nothing for the others."""
    provider = LITELLM.get(entry.get("litellm_provider", ""))
    if provider is None or key.startswith("ft:"):
        return None
    if re.search(r"(^|/)(container$|together-ai-|preset/|model_router$|gemini-1\.5-flash$)", key):
        return None  # groups of prices, services, and an entry that is wrong
    name = key
    for prefix in PREFIXES:
        if name.startswith(prefix):
            name = name[len(prefix):]
            break
    zone = None
    if provider == "azure":
        first, slash, rest = name.partition("/")
        if slash and first in ("eu", "us", "global", "global-standard"):
            if first.startswith("global"):
                return None
            zone, name = first, rest
    if provider == "amazon-bedrock":
        if "/" in name:
            return None
        zone, _ = region(provider, name)
    if "/" in name and provider in ("openai", "anthropic", "google", "mistral", "cohere", "xai"):
        return None
    if re.search(r"-(latest)$", name) and provider in ("xai",):
        return None
    return provider, name, zone
