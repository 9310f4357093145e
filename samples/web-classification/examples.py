"""Pages whose kind is known, for the model to learn from."""

from promptflow.core import tool


@tool
def examples() -> list:
    return [
        {
            "url": "https://example.com/menu",
            "summary": "A restaurant lists its dishes with prices and opening hours.",
            "category": "Business",
            "evidence": "Both",
        },
        {
            "url": "https://example.org/papers/42",
            "summary": "A paper measures how glaciers moved over thirty years.",
            "category": "Science",
            "evidence": "Text content",
        },
        {
            "url": "https://example.net/fixtures",
            "summary": "A league publishes the results of the weekend's matches.",
            "category": "Sports",
            "evidence": "Url",
        },
    ]
