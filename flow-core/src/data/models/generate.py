"""Writes the built-in model catalog from two public snapshots.

    python3 generate.py --models-dev CLONE --litellm FILE --litellm-date 2026-08-01

CLONE is a clone of https://github.com/anomalyco/models.dev with its history (prices are dated by the
commit that changed them). FILE is LiteLLM's model_prices_and_context_window.json
(https://github.com/BerriAI/litellm). Both are MIT; their notices are in NOTICE.txt beside the data.
The same snapshots give the same bytes. Needs Python 3.11 and git, nothing else.

What comes over are facts: names, limits, capabilities, prices, dates. Three rules apply:
a price of zero for both directions is taken as unknown, since both sources write 0 for "not sold by
the token"; a capability that a source leaves out stays unknown; and LiteLLM, whose flags are only
ever set, can say yes but never no.
"""

import argparse
import json
import pathlib
import tomllib

import history
import names
import own
from facts import facts_of_litellm, facts_of_toml
from prices import litellm_prices, toml_prices, without_zeros

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parents[1] / "main/resources/io/promptflow4j/core/model/catalog/file"

OVERRIDABLE = ["context", "input", "output", "dimensions", "in", "out", "efforts"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--models-dev", required=True, type=pathlib.Path)
    arguments.add_argument("--litellm", required=True, type=pathlib.Path)
    arguments.add_argument("--litellm-date", required=True)
    given = arguments.parse_args()
    repository = history.Repository(given.models_dev)
    litellm = json.loads(given.litellm.read_text())
    models = neutral_models(repository)
    offerings = offered(repository, litellm, given.litellm_date)
    assign_models(offerings, models)
    write(repository, offerings, models, given.litellm_date)


def neutral_models(repository):
    models = {}
    for path, text in repository.files("models/"):
        toml = tomllib.loads(text)
        models[path[len("models/"):-len(".toml")]] = facts_of_toml(path.split("/")[-1][:-5], toml)
    return models


def offered(repository, litellm, litellm_date):
    """Every offering by (provider, id, region), models.dev first."""
    bases = {path[len("models/"):-5]: tomllib.loads(text) for path, text in repository.files("models/")}
    found = {}
    for provider in own.PROVIDERS:
        if "source" in provider:
            read_toml_provider(repository, provider, bases, found)
    for key, entry in litellm.items():
        read_litellm_entry(key, entry, litellm_date, found)
    for row in found.values():
        row["prices"] = without_zeros(row["prices"], row["facts"]["tasks"])
    for row in own.OFFERINGS:
        found[(row["provider"], row["id"], row.get("region"))] = dict(row, facts=dict(row["facts"]))
    for correction in own.CORRECTIONS:
        correct(found, correction)
    return found


def read_toml_provider(repository, provider, bases, found):
    folder = f"providers/{provider['source']}/models/"
    dated = repository.history(folder)
    for path, text in repository.files(folder):
        name = path[len(folder):-len(".toml")]
        toml = merged(tomllib.loads(text), bases)
        region, _ = names.region(provider["id"], name)
        row = {
            "provider": provider["id"],
            "id": name,
            "model": toml.get("base_model"),
            "facts": facts_of_toml(name, toml),
            "prices": toml_prices(dated.get(path, []), toml),
            "status": {"alpha": "preview", "beta": "preview"}.get(toml.get("status"), toml.get("status")),
            "from": "models.dev",
        }
        if region:
            row["region"] = region
        aliases = names.aliases(provider["id"], name)
        if aliases:
            row["aliases"] = aliases
        found[(provider["id"], name, region)] = row


def merged(toml, bases):
    base = toml.get("base_model")
    if base is None:
        return toml
    result = merge(bases.get(base, {}), toml)
    for dotted in toml.get("base_model_omit", []):
        remove(result, dotted.split("."))
    return result


def merge(base, child):
    result = dict(base)
    for key, value in child.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merge(result[key], value) if both else value
    return result


def remove(table, path):
    if len(path) == 1:
        table.pop(path[0], None)
    elif isinstance(table.get(path[0]), dict):
        table[path[0]] = dict(table[path[0]])
        remove(table[path[0]], path[1:])


def read_litellm_entry(key, entry, date, found):
    place = names.of_litellm(key, entry)
    if place is None:
        return
    provider, name, region = place
    retirement = entry.get("deprecation_date")
    existing = found.get((provider, name, region)) or by_alias(found, provider, name, region)
    facts = facts_of_litellm(name, entry)
    if existing is None:
        if entry.get("mode") not in ("chat", "completion", "responses", "embedding", "rerank"):
            return
        existing = found[(provider, name, region)] = {
            "provider": provider,
            "id": name,
            "facts": facts,
            "prices": litellm_prices(entry),
            "from": "LiteLLM",
        }
        if region:
            existing["region"] = region
    else:
        learn(existing, facts)
        if not existing["prices"]:
            existing["prices"] = litellm_prices(entry)
            if existing["prices"]:
                existing["price_from"] = "LiteLLM"
        elif "batch_input" not in existing["prices"][-1]:
            for rate in ("batch_input", "batch_output"):
                for price in litellm_prices(entry):
                    if rate in price:
                        existing["prices"][-1][rate] = price[rate]
    if retirement and "retires" not in existing:
        existing["retires"] = retirement


def by_alias(found, provider, name, region):
    for row in found.values():
        if row["provider"] == provider and row.get("region") == region and name in row.get("aliases", []):
            return row
    return None


def learn(row, facts):
    """Fills in what is unknown; contradicts nothing."""
    known = row["facts"]
    for capability in facts["can"]:
        if capability not in known["can"] and capability not in known["cannot"]:
            known["can"].append(capability)
    for field in ("context", "output", "dimensions"):
        known.setdefault(field, facts.get(field)) if facts.get(field) else None


def correct(found, correction):
    for key, row in found.items():
        if key[0] == correction["provider"] and correction["matches"](key[1]):
            for field, value in correction["set"].items():
                if field == "prices":
                    row["prices"] = value
                elif field in ("can", "cannot"):
                    other = "cannot" if field == "can" else "can"
                    facts = row["facts"]
                    facts[field] = sorted(set(facts[field]) | set(value))
                    facts[other] = [one for one in facts[other] if one not in value]
                elif field in ("status", "retires", "deprecated", "replacement", "note"):
                    row[field] = value
                else:
                    row["facts"][field] = value
            row["source"] = correction["source"]
            row["captured"] = correction["captured"]


def assign_models(offerings, models):
    order = {provider["id"]: place for place, provider in enumerate(own.PROVIDERS)}
    for row in sorted(offerings.values(), key=lambda one: (order[one["provider"]], one["id"])):
        row["model"] = names.model_id(row["provider"], row["id"], row.get("model"), models)
        if row["model"] not in models:
            known = dict(row["facts"])
            known["can"] = [one for one in known["can"] if one != "prompt_caching"]  # of the service
            models[row["model"]] = known


def write(repository, offerings, models, litellm_date):
    OUT.mkdir(parents=True, exist_ok=True)
    used = {row["model"] for row in offerings.values()}
    lines = [model_line(name, models[name]) for name in sorted(used)]
    write_lines(OUT / "models.jsonl", lines)
    index = []
    for provider in own.PROVIDERS:
        rows = [row for row in offerings.values() if row["provider"] == provider["id"]]
        rows.sort(key=lambda row: (row["id"], row.get("region") or ""))
        header = {key: provider[key] for key in own.HEADER if key in provider}
        header["offerings"] = len(rows)
        header["sources"] = sources(repository, provider, litellm_date)
        index.append(header)
        lines = [offering_line(row, models[row["model"]]) for row in rows]
        write_lines(OUT / "offerings" / f"{provider['id']}.jsonl", lines)
    write_lines(OUT / "providers.jsonl", index)
    print(len(offerings), "offerings of", len(index), "providers,", len(used), "models")


def sources(repository, provider, litellm_date):
    found = {}
    if "source" in provider:
        found["models.dev"] = {
            "url": "https://github.com/anomalyco/models.dev/blob/%s/providers/%s/models/{id}.toml"
            % (repository.commit[:12], provider["source"]),
            "captured": repository.date,
        }
    found["LiteLLM"] = {
        "url": "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
        "captured": litellm_date,
    }
    return found


def model_line(name, facts):
    line = {"id": name}
    for field in ("name", "family", "released", "knowledge", "open_weights", "license",
                  "weights", "tasks", "in", "out", "context", "input", "output", "dimensions"):
        if facts.get(field) not in (None, [], ""):
            line[field] = facts[field]
    return with_capabilities(line, facts["can"], facts["cannot"])


def offering_line(row, model):
    facts = row["facts"]
    line = {"id": row["id"], "model": row["model"]}
    for field in ("aliases", "region", "deployment"):
        if row.get(field):
            line[field] = row[field]
    for field in OVERRIDABLE:
        if facts.get(field) is not None and facts.get(field) != model.get(field):
            line[field] = facts[field]
    can = [one for one in facts["can"] if one not in model["can"]]
    cannot = [one for one in facts["cannot"] if one not in model["cannot"]]
    with_capabilities(line, can, cannot)
    for field in ("status", "deprecated", "retires", "replacement", "note"):
        if row.get(field):
            line[field] = row[field]
    if row.get("prices"):
        line["prices"] = row["prices"]
    if row.get("price_from"):
        line["price_from"] = row["price_from"]
    if row.get("source"):
        line["source"] = row["source"]
        line["captured"] = row["captured"]
    elif row["from"] != "models.dev":
        line["from"] = row["from"]
    return line


def with_capabilities(line, can, cannot):
    for field, listed in (("can", can), ("cannot", cannot)):
        if listed:
            line[field] = sorted(listed)
    return line


def write_lines(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
