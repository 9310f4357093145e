from typing import List

from promptflow.core import log_metric, tool


@tool
def share(grades: List[str]) -> dict:
    """How many of all rows are right. Runs once, with one grade for each row."""
    right = grades.count("right")
    log_metric("right", right)
    log_metric("rows", len(grades))
    log_metric("share", right / len(grades) if grades else 0.0)
    return {"right": right, "rows": len(grades)}
