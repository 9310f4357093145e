from promptflow.core import ToolProvider, tool


class Shout(ToolProvider):
    def __init__(self, text: str):
        super().__init__()
        self.text = text

    @tool
    def shout(self, text: str) -> str:
        return text
