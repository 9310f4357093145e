"""Checks an answer against statements, each with a call of a prompty."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from promptflow.core import Prompty
from promptflow.tracing import trace

PROMPTY = Path(__file__).parent / "check.prompty"


class Checklist:
    """One object for each worker; `__call__` judges one answer."""

    def __init__(self, strict: bool = False):
        self.least = 5 if strict else 3
        self.prompty = Prompty.load(source=PROMPTY)

    @trace
    def check(self, answer: str, statement: str) -> int:
        """How well one statement holds, from 1 to 5."""
        return self.prompty(answer=answer, statement=statement)["score"]

    def __call__(self, answer: str, statements: list) -> dict:
        with ThreadPoolExecutor(4) as pool:
            scores = list(pool.map(lambda one: self.check(answer, one), statements))
        return {"scores": scores, "holds": all(score >= self.least for score in scores)}

    def __aggregate__(self, lines: list) -> dict:
        return {"share_that_holds": sum(line["holds"] for line in lines) / len(lines)}
