def run(text: str, times: int = 1) -> dict:
    """Counts."""
    return {"length": len(text) * times}
