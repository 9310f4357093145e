from promptflow.core import ToolProvider, tool


class Shout(ToolProvider):
    def __init__(self, mark: str):
        super().__init__()
        self.mark = mark

    @tool
    def shout(self, text: str) -> str:
        return text + self.mark
