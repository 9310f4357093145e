"""Makes the objects a tool expects of what the engine sends: pictures and connections."""

import sys


class Images:
    """Pictures beside a message: in the message itself a token stands for each.

    The tokens start with a text that only this process and the engine know, so no data can pass
    for a picture.
    """

    def __init__(self, nonce, sent=None):
        self._prefix = nonce + ":"
        self._sent = sent or {}
        self.found = {}

    def token(self, image):
        """The token of a picture that goes to the engine."""
        token = "{}{}".format(self._prefix, len(self.found))
        remote = image.source_url and not len(image)
        content = {"url": image.source_url} if remote else {"base64": image.to_base64()}
        self.found[token] = dict(content, mediaType=image.mime_type)
        return token

    def restore(self, value):
        """`value` with pictures in place of the tokens that the engine sent."""
        if not self._sent:
            return value
        if isinstance(value, str) and value in self._sent:
            return _picture(self._sent[value])
        if isinstance(value, list):
            return [self.restore(item) for item in value]
        if isinstance(value, dict):
            return {key: self.restore(item) for key, item in value.items()}
        return value


def _picture(sent):
    from base64 import b64decode

    from promptflow.contracts.multimedia import Image

    if "url" in sent:
        return Image(b"", sent["mediaType"], sent["url"])
    return Image(b64decode(sent["base64"]), sent["mediaType"])


def connection(sent, function, parameter):
    """The connection object for one parameter, of the class its annotation asks for."""
    from promptflow import connections

    configs, secrets = sent["settings"], sent["secrets"]
    if sent["type"] == "CustomConnection":
        strong = _strong_type(function, parameter, connections) or _named_type(sent.get("class"))
        made = (strong or connections.CustomConnection)(secrets=secrets, configs=configs)
    else:
        made = getattr(connections, sent["type"])(**configs, **secrets)
    made.name = sent["name"]
    return made


def _strong_type(function, parameter, connections):
    """The annotated subclass of CustomStrongTypeConnection, if there is one."""
    annotation = getattr(function, "__annotations__", {}).get(parameter)
    if isinstance(annotation, str):
        try:
            annotation = eval(annotation, function.__globals__)  # the author's own annotation
        except Exception:
            return None
    for member in getattr(annotation, "__args__", None) or [annotation]:
        if isinstance(member, type) and issubclass(member, connections.CustomStrongTypeConnection):
            return member
    return None


def _named_type(name):
    """The class that the connection's own file names as `module:Class`."""
    if not name:
        return None
    module, _, wanted = name.partition(":")
    try:
        __import__(module)
        return getattr(sys.modules[module], wanted)
    except (ImportError, AttributeError):
        return None
