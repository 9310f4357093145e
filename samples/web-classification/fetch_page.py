"""Reads a page: a file beside the flow, or an address on the web."""

import urllib.request
from pathlib import Path

from promptflow.core import tool


@tool
def fetch_page(url: str) -> str:
    if url.startswith(("http://", "https://")):
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.read().decode("utf-8", errors="replace")
    return Path(url).read_text(encoding="utf-8")
