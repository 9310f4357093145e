"""Reads a page: a file beside the flow, a page saved there, or an address on the web."""

import json
import urllib.request
from functools import cache
from pathlib import Path

from promptflow.core import tool


@cache
def saved_pages() -> dict:
    lines = Path("pages/saved.jsonl").read_text(encoding="utf-8").splitlines()
    return {page["url"]: page["html"] for page in map(json.loads, lines)}


@tool
def fetch_page(url: str) -> str:
    if url in saved_pages():
        return saved_pages()[url]
    if url.startswith(("http://", "https://")):
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.read().decode("utf-8", errors="replace")
    return Path(url).read_text(encoding="utf-8")
