import base64

from promptflow.contracts.multimedia import Image
from promptflow.core import tool

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tool
def draw() -> Image:
    return Image(base64.b64decode(PIXEL), "image/png")
