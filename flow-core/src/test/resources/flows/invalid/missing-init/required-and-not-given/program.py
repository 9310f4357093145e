class Judge:
    def __init__(self, strict: bool):
        self.strict = strict

    def __call__(self, answer: str):
        return {"score": 1}
