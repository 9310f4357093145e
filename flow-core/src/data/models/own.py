"""What neither source has: the list of providers, models on one's own hardware, corrections."""

HEADER = ["id", "name", "api", "endpoint", "docs", "connection", "deployment", "parameters"]


def provider(id, name, api, docs, endpoint=None, source=None, connection=None, deployment=None):
    row = {"id": id, "name": name, "api": api, "docs": docs}
    for key, value in (("endpoint", endpoint), ("source", source), ("connection", connection),
                       ("deployment", deployment)):
        if value:
            row[key] = value
    return row


CHAT = "openai-chat"

PROVIDERS = [
    provider("openai", "OpenAI", CHAT, "https://platform.openai.com/docs/models",
             "https://api.openai.com/v1", "openai", "open_ai"),
    provider("azure", "Azure OpenAI and Azure AI Foundry", CHAT,
             "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/models",
             "https://{resource}.openai.azure.com", "azure", "azure_open_ai"),
    provider("anthropic", "Anthropic", "anthropic", "https://docs.anthropic.com/en/docs/about-claude/models",
             "https://api.anthropic.com/v1", "anthropic", connection="anthropic"),
    provider("google", "Google Gemini", "gemini", "https://ai.google.dev/gemini-api/docs/models",
             "https://generativelanguage.googleapis.com/v1beta", "google", connection="gemini"),
    provider("google-vertex", "Google Vertex AI", "gemini",
             "https://cloud.google.com/vertex-ai/generative-ai/docs/models",
             "https://{location}-aiplatform.googleapis.com", "google-vertex"),
    provider("mistral", "Mistral AI", CHAT, "https://docs.mistral.ai/getting-started/models/",
             "https://api.mistral.ai/v1", "mistral", connection="mistral"),
    provider("llama", "Llama API (Meta)", CHAT, "https://llama.developer.meta.com/docs/models",
             "https://api.llama.com/compat/v1", "llama", "open_ai"),
    provider("cohere", "Cohere", "cohere", "https://docs.cohere.com/docs/models",
             "https://api.cohere.com/v2", "cohere", connection="cohere"),
    provider("nvidia", "NVIDIA NIM", CHAT, "https://docs.api.nvidia.com/nim/",
             "https://integrate.api.nvidia.com/v1", "nvidia", connection="nvidia"),
    provider("huggingface", "Hugging Face Inference Providers", CHAT,
             "https://huggingface.co/docs/inference-providers",
             "https://router.huggingface.co/v1", "huggingface", connection="hugging_face"),
    provider("deepseek", "DeepSeek", CHAT, "https://api-docs.deepseek.com/quick_start/pricing",
             "https://api.deepseek.com", "deepseek", connection="deepseek"),
    provider("groq", "Groq", CHAT, "https://console.groq.com/docs/models",
             "https://api.groq.com/openai/v1", "groq", connection="groq"),
    provider("amazon-bedrock", "Amazon Bedrock", "bedrock",
             "https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html",
             "https://bedrock-runtime.{region}.amazonaws.com", "amazon-bedrock"),
    provider("xai", "xAI", CHAT, "https://docs.x.ai/docs/models", "https://api.x.ai/v1", "xai", connection="xai"),
    provider("github-models", "GitHub Models", CHAT, "https://docs.github.com/en/github-models",
             "https://models.github.ai/inference", "github-models", connection="github_models"),
    provider("cerebras", "Cerebras", CHAT, "https://inference-docs.cerebras.ai/models/overview",
             "https://api.cerebras.ai/v1", "cerebras", connection="cerebras"),
    provider("fireworks-ai", "Fireworks AI", CHAT, "https://fireworks.ai/docs/",
             "https://api.fireworks.ai/inference/v1", "fireworks-ai", connection="fireworks"),
    provider("togetherai", "Together AI", CHAT, "https://docs.together.ai/docs/serverless-models",
             "https://api.together.xyz/v1", "togetherai", connection="together"),
    provider("perplexity", "Perplexity", CHAT, "https://docs.perplexity.ai",
             "https://api.perplexity.ai", "perplexity", connection="perplexity"),
    provider("alibaba", "Alibaba Cloud Model Studio", CHAT,
             "https://www.alibabacloud.com/help/en/model-studio/models",
             "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "alibaba", connection="dashscope"),
    provider("moonshotai", "Moonshot AI", CHAT, "https://platform.moonshot.ai/docs",
             "https://api.moonshot.ai/v1", "moonshotai", connection="moonshot"),
    provider("zai", "Z.AI", CHAT, "https://docs.z.ai/guides/overview/pricing",
             "https://api.z.ai/api/paas/v4", "zai", connection="zhipu"),
    provider("scaleway", "Scaleway", CHAT, "https://www.scaleway.com/en/docs/generative-apis/",
             "https://api.scaleway.ai/v1", "scaleway", "open_ai"),
    provider("ovhcloud", "OVHcloud AI Endpoints", CHAT,
             "https://www.ovhcloud.com/en/public-cloud/ai-endpoints/catalog/",
             "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1", "ovhcloud", "open_ai"),
    provider("databricks", "Databricks", CHAT,
             "https://docs.databricks.com/aws/en/machine-learning/foundation-models/",
             "https://{workspace}/serving-endpoints", "databricks", "open_ai"),
    provider("sambanova", "SambaNova", CHAT, "https://docs.sambanova.ai",
             "https://api.sambanova.ai/v1", None, connection="sambanova"),
    provider("ai21", "AI21 Labs", CHAT, "https://docs.ai21.com", "https://api.ai21.com/studio/v1", None,
             "open_ai"),
    provider("voyage", "Voyage AI", "voyage", "https://docs.voyageai.com/docs/embeddings",
             "https://api.voyageai.com/v1"),
    provider("jina", "Jina AI", "jina", "https://jina.ai/embeddings", "https://api.jina.ai/v1"),
    provider("ibm-watsonx", "IBM watsonx.ai", "watsonx", "https://www.ibm.com/docs/en/watsonx",
             "https://{region}.ml.cloud.ibm.com"),
    provider("ollama", "Ollama on own hardware", "ollama", "https://ollama.com/library",
             "http://localhost:11434", None, "ollama", "self-hosted"),
    provider("ollama-cloud", "Ollama Cloud", "ollama", "https://docs.ollama.com/cloud",
             "https://ollama.com", "ollama-cloud", connection="ollama"),
    provider("scripted", "Scripted model of Promptflow4j", "scripted", "docs/reference/scripted-model.md",
             None, None, "scripted", "in-process"),
]


def ollama(name, context, can=(), tasks=("chat",), dimensions=None, license=None, publisher=None, inputs=("text",)):
    facts = {"name": name, "tasks": list(tasks), "context": context, "dimensions": dimensions,
             "open_weights": True, "license": license, "in": list(inputs),
             "out": ["vector"] if "embedding" in tasks else ["text"], "can": sorted(can), "cannot": []}
    return {"provider": "ollama", "id": name, "model": publisher, "facts": facts, "deployment": "self-hosted",
            "prices": [], "source": "written by hand after https://ollama.com/library", "captured": "2026-11-21"}


TOOLS, THINKS = "tools", "reasoning"

OFFERINGS = [
    ollama("llama3.3", 131072, [TOOLS], license="Llama-3.3-Community", publisher="meta/llama-3.3-70b-instruct"),
    ollama("llama3.2", 131072, [TOOLS], license="Llama-3.2-Community", publisher="meta/llama-3.2-3b-instruct"),
    ollama("llama3.1", 131072, [TOOLS], license="Llama-3.1-Community", publisher="meta/llama-3.1-8b-instruct"),
    ollama("llama3", 8192, license="Llama-3-Community", publisher="meta/llama-3-8b-instruct"),
    ollama("gpt-oss:20b", 131072, [TOOLS, THINKS], license="Apache-2.0", publisher="openai/gpt-oss-20b"),
    ollama("gpt-oss:120b", 131072, [TOOLS, THINKS], license="Apache-2.0", publisher="openai/gpt-oss-120b"),
    ollama("mistral", 32768, [TOOLS], license="Apache-2.0", publisher="mistral/open-mistral-7b"),
    ollama("mistral-nemo", 131072, [TOOLS], license="Apache-2.0", publisher="mistral/mistral-nemo"),
    ollama("mixtral", 32768, [TOOLS], license="Apache-2.0", publisher="mistral/open-mixtral-8x7b"),
    ollama("qwen3", 40960, [TOOLS, THINKS], license="Apache-2.0", publisher="alibaba/qwen3-8b"),
    ollama("qwen2.5", 32768, [TOOLS], license="Apache-2.0", publisher="alibaba/qwen2.5-7b-instruct"),
    ollama("gemma3", 131072, license="Gemma", publisher="google/gemma-3-4b-it", inputs=("text", "image")),
    ollama("phi4", 16384, license="MIT", publisher="microsoft/phi-4"),
    ollama("deepseek-r1", 131072, [THINKS], license="MIT", publisher="deepseek/deepseek-r1-0528-qwen3-8b"),
    ollama("llava", 32768, license="Apache-2.0", publisher="llava/llava-7b", inputs=("text", "image")),
    ollama("nomic-embed-text", 2048, tasks=("embedding",), dimensions=768, license="Apache-2.0",
           publisher="nomic/nomic-embed-text-v1.5"),
    ollama("mxbai-embed-large", 512, tasks=("embedding",), dimensions=1024, license="Apache-2.0",
           publisher="mixedbread/mxbai-embed-large-v1"),
    ollama("all-minilm", 256, tasks=("embedding",), dimensions=384, license="Apache-2.0",
           publisher="sentence-transformers/all-minilm-l6-v2"),
    {
        "provider": "scripted",
        "id": "scripted",
        "model": "promptflow4j/scripted",
        "facts": {
            "name": "Scripted model", "tasks": ["chat", "completion"], "license": "MIT", "open_weights": True,
            "in": ["text", "image"], "out": ["text"],
            "can": ["streaming", "system_message", "tools"], "cannot": ["reasoning"],
        },
        "deployment": "in-process",
        "prices": [{"input": 0, "output": 0}],
        "source": "docs/reference/scripted-model.md",
        "captured": "2026-11-21",
    },
]

AZURE_RETIREMENTS = ("https://github.com/MicrosoftDocs/azure-ai-docs/blob/014bb4a1883d/articles/ai-services/openai"
                     "/concepts/model-retirements.md")


def retired(provider, name, task, date, replacement, source, deprecated=None, context=None, prices=(),
            captured="2025-01-09"):
    return {
        "provider": provider, "id": name, "model": "openai/" + name,
        "facts": {"name": name, "tasks": [task], "in": ["text"], "out": ["text"], "context": context,
                  "license": "proprietary", "open_weights": False, "can": [], "cannot": []},
        "status": "retired", "retires": date, "deprecated": deprecated, "replacement": replacement,
        "prices": list(prices), "source": source, "captured": captured,
    }


OPENAI_DEPRECATIONS = "https://platform.openai.com/docs/deprecations"

for _name in ("text-davinci-002", "text-davinci-003", "text-curie-001", "text-babbage-001", "text-ada-001",
              "code-davinci-002", "code-cushman-001"):
    OFFERINGS.append(retired("azure", _name, "completion", "2024-06-14", "gpt-35-turbo-instruct",
                             AZURE_RETIREMENTS, "2023-07-06"))
for _name in ("text-davinci-002", "text-davinci-003", "text-curie-001", "text-babbage-001", "text-ada-001"):
    OFFERINGS.append(retired("openai", _name, "completion", "2024-01-04", "gpt-3.5-turbo-instruct",
                             OPENAI_DEPRECATIONS, "2023-07-06", captured="2023-09-22"))


def correction(provider, matches, source, captured, **fields):
    return {"provider": provider, "matches": matches, "source": source, "captured": captured, "set": fields}


LITELLM = "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json"

CORRECTIONS = [
    # LiteLLM has the day of Azure here; OpenAI's own list has none
    correction("openai", lambda name: name == "gpt-4-0613", LITELLM, "2026-08-01", retires=None),
    # models.dev has the price of the model with 32 k under the name of the one with 8 k
    correction("azure", lambda name: name == "gpt-4",
               LITELLM, "2026-08-01",
               prices=[{"input": 30, "output": 60}], can=["tools"]),
    # the name stands for whatever version is the default, which is 0125 since January 2025
    correction("azure", lambda name: name == "gpt-35-turbo",
               AZURE_RETIREMENTS, "2025-01-09", context=16384, output=4096),
    # models.dev says these have no tools; function calling came with version 0613
    correction("azure", lambda name: name in ("gpt-3.5-turbo-0613", "gpt-3.5-turbo-1106", "gpt-3.5-turbo-0125",
                                              "gpt-35-turbo", "gpt-35-turbo-16k"),
               LITELLM, "2026-08-01", can=["tools"]),
    correction("azure", lambda name: name in ("gpt-3.5-turbo-0301", "gpt-3.5-turbo-0613", "gpt-35-turbo-0301",
                                              "gpt-35-turbo-0613", "gpt-35-turbo-16k",
                                              "gpt-35-turbo-16k-0613"),
               AZURE_RETIREMENTS, "2025-01-09", status="retired", retires="2025-02-13",
               replacement="gpt-4o-mini"),
    correction("azure", lambda name: name in ("gpt-4-32k", "gpt-4-0613", "gpt-4-32k-0613", "gpt-4-0314",
                                              "gpt-4-32k-0314"),
               AZURE_RETIREMENTS, "2025-01-09", status="retired", retires="2025-06-06", replacement="gpt-4o"),
    correction("openai", lambda name: name.startswith("gpt-3.5-turbo") and "instruct" not in name
               and "0301" not in name,
               LITELLM, "2026-08-01", can=["tools"]),
]

# The numbers that parameters can be, by provider, as its own pages have them.
PARAMETERS = {
    "openai": {"temperature": ("0", "2", "https://platform.openai.com/docs/api-reference/chat/create (2026-11-22)")},
    "groq": {"temperature": ("0", "2", "https://console.groq.com/docs/openai (2026-11-22)")},
    "perplexity": {"temperature": ("0", "2", "https://docs.perplexity.ai/guides/chat-completions-guide (2026-11-22)")},
}

for one in PROVIDERS:
    if one["id"] in PARAMETERS:
        one["parameters"] = {name: {"least": least, "most": most, "source": source}
                             for name, (least, most, source) in PARAMETERS[one["id"]].items()}
