"""Prices of both sources as rows of ours: per million tokens, in US dollars, as decimal numbers."""

import decimal
import re
import tomllib

RATES = {
    "input": "input",
    "output": "output",
    "cache_read": "cache_read",
    "cached_input": "cache_read",
    "cache_input": "cache_read",
    "cache_write": "cache_write",
    "cached_write": "cache_write",
    "reasoning": "reasoning",
    "input_audio": "audio_input",
    "output_audio": "audio_output",
}


def toml_prices(versions, now):
    """The prices that versions of a file named, each from the day it was written.

    The first one counts from the beginning, since the source did not exist before. A version
    whose price is zero leaves a gap.
    """
    current = one_price(now.get("cost", {}))
    periods = []
    for day, text in versions:
        try:
            toml = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        if "cost" not in toml:  # it inherited one, by ways that have changed since
            continue
        price = one_price(toml["cost"])
        if periods and is_same(periods[-1][1], price):
            periods[-1] = (periods[-1][0], price)  # more became known of it
        elif not periods or periods[-1][1] != price:
            periods.append((day, price))
    if not periods or periods[-1][1] != current:
        periods = [(None, current)]
    rows = []
    for place, (day, price) in enumerate(periods):
        if price is not None:
            begin = {"from": day} if place > 0 else {}
            end = {"to": periods[place + 1][0]} if place + 1 < len(periods) else {}
            rows.append(begin | end | price)
    return rows


def is_same(before, after):
    """Whether two versions name the same price, of which one knows more rates."""
    if before is None or after is None:
        return False
    common = set(before) & set(after) - {"tiers"}
    return {"input", "output"} <= common and all(before[rate] == after[rate] for rate in common)


def without_zeros(prices, tasks):
    """Leaves out rates of zero: nobody knows what they mean. Only vectors have no tokens written."""
    writes = "embedding" not in tasks and "rerank" not in tasks and "moderation" not in tasks
    found = []
    for price in prices:
        kept = nonzero(price, writes)
        if "tiers" in kept:
            kept["tiers"] = [nonzero(tier, writes) for tier in kept["tiers"]]
        if any(key in kept for key in ("input", "output", "per_request")):
            found.append(kept)
    return found


def nonzero(rates, writes):
    return {
        key: value for key, value in rates.items() if value != 0 or (key == "output" and not writes)
    }


def one_price(cost):
    rates = {ours: number(cost[theirs]) for theirs, ours in RATES.items() if theirs in cost}
    if not any(rates.get(key) for key in ("input", "output")):
        return None
    if "request" in cost:
        rates["per_request"] = number(cost["request"])
    tiers = []
    for tier in cost.get("tiers", []):
        over = tier.get("tier", {}).get("size")
        rows = {ours: number(tier[theirs]) for theirs, ours in RATES.items() if theirs in tier}
        if over and rows:
            tiers.append({"over": over} | rows)
    old = cost.get("context_over_200k")
    if old and not tiers:
        tiers.append({"over": 200000} | {ours: number(old[t]) for t, ours in RATES.items() if t in old})
    if tiers:
        rates["tiers"] = tiers
    return rates


def litellm_prices(entry):
    rates = {}
    for theirs, ours in (
        ("input_cost_per_token", "input"),
        ("output_cost_per_token", "output"),
        ("cache_read_input_token_cost", "cache_read"),
        ("cache_creation_input_token_cost", "cache_write"),
        ("output_cost_per_reasoning_token", "reasoning"),
        ("input_cost_per_audio_token", "audio_input"),
        ("output_cost_per_audio_token", "audio_output"),
        ("input_cost_per_token_batches", "batch_input"),
        ("output_cost_per_token_batches", "batch_output"),
    ):
        if entry.get(theirs) is not None:
            rates[ours] = number(decimal.Decimal(repr(float(entry[theirs]))) * 1_000_000)
    if entry.get("mode") == "rerank" and entry.get("input_cost_per_query"):
        rates = {"per_request": number(entry["input_cost_per_query"])}
    elif not any(rates.get(key) for key in ("input", "output")):
        return []
    tiers = {}
    for key, value in entry.items():
        over_size = re.fullmatch(r"(\w+?)_above_(\d+)k_tokens", key)
        if over_size and value is not None:
            base, over = over_size.groups()
            ours = {"input_cost_per_token": "input", "output_cost_per_token": "output",
                    "cache_read_input_token_cost": "cache_read",
                    "cache_creation_input_token_cost": "cache_write"}.get(base)
            if ours:
                tier = tiers.setdefault(int(over) * 1000, {})
                tier[ours] = number(decimal.Decimal(repr(float(value))) * 1_000_000)
    if tiers:
        rates["tiers"] = [{"over": over} | tiers[over] for over in sorted(tiers)]
    return [rates]


def number(value):
    """A JSON number without a rounding error of binary fractions."""
    exact = round(decimal.Decimal(str(value)), 9).normalize()
    return int(exact) if exact == exact.to_integral_value() else float(exact)
