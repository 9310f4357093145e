class Base:
    def __call__(self, answer: str) -> float:
        return 1.0


class Judge(Base):
    def __init__(self, strict: bool, rounds: int = 2):
        self.strict = strict

    def __aggregate__(self, lines: list) -> dict:
        return {"mean": sum(lines) / len(lines)}
