from promptflow.core import tool


@tool
def check(slogan: str, product: str) -> dict:
    if product.lower() not in slogan.lower():
        return {"passes": False, "remark": f"It has to name {product}."}
    words = len(slogan.split())
    if words > 6:
        return {"passes": False, "remark": f"It has {words} words; six are the most."}
    return {"passes": True, "remark": ""}
