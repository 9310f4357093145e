from promptflow.core import tool


@tool
def grade(prediction: str, groundtruth: str) -> str:
    same = prediction.strip().lower() == groundtruth.strip().lower()
    return "Correct" if same else "Incorrect"
