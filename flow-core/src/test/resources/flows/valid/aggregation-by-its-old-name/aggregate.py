from promptflow.core import log_metric, tool


@tool
def aggregate(grades: list):
    log_metric("accuracy", grades.count("Correct") / max(1, len(grades)))
    return grades
