"""Pictures and annotated texts."""

from base64 import b64encode
from hashlib import sha1

_STARTS = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
    b"BM": "image/bmp",
}


class PFBytes(bytes):
    """Bytes with a media type."""

    _promptflow4j_picture = True

    def __new__(cls, value, *_args, **_kwargs):
        return super().__new__(cls, value)

    def __init__(self, value, mime_type, source_url=None):
        super().__init__()
        self._mime_type = mime_type.lower()
        self._source_url = source_url
        self._hash = sha1(value or (source_url or "").encode()).hexdigest()[:8]

    @property
    def mime_type(self):
        """The media type, `image/*` if it is not known."""
        return self._mime_type

    @property
    def source_url(self):
        """The address the bytes came from, if they came from one."""
        return self._source_url

    def to_base64(self, with_type=False):
        """The bytes in base64, as a data URL if `with_type`."""
        text = b64encode(self).decode("ascii")
        return "data:{};base64,{}".format(self._mime_type, text) if with_type else text


class Image(PFBytes):
    """A picture."""

    def __init__(self, value, mime_type=None, source_url=None):
        super().__init__(value, mime_type or _media_type(value), source_url)

    def __str__(self):
        return "Image({})".format(self._hash)

    __repr__ = __str__

    def serialize(self, encoder=None):
        """The short text of the picture, or what `encoder` makes of it."""
        return str(self) if encoder is None else encoder(self)


def _media_type(value):
    return next((kind for start, kind in _STARTS.items() if value.startswith(start)), "image/*")


class Text(str):
    """A text with annotations."""

    def __new__(cls, value, annotations=None):
        text = super().__new__(cls, value)
        text._annotations = annotations
        return text

    @classmethod
    def deserialize(cls, data):
        """The text that a mapping describes."""
        text = data.get("text", "")
        if isinstance(text, dict):
            return cls(text.get("value", ""), text.get("annotations", []))
        return cls(text)

    def serialize(self):
        """The text as a mapping."""
        if self._annotations is None:
            return {"type": "text", "text": str(self)}
        return {"type": "text", "text": {"value": str(self), "annotations": self._annotations}}
