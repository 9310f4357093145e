class Judge:
    def judge(self, answer: str):
        return answer
