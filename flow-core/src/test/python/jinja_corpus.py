"""Renders the cases of jinja_cases/ with Python's Jinja2 and writes what it answers as JSON lines.

    apt-get install python3-jinja2
    /usr/bin/python3 flow-core/src/test/python/jinja_corpus.py

The environment is the one prompt flow renders prompts with (a sandbox, trim_blocks on, the last
line end kept); the cases under other settings say so. A case whose answer depends on a memory
address or a hash is a mistake in the case.
"""

import json
import re
import sys
from pathlib import Path

import jinja2
from jinja2 import DictLoader, StrictUndefined, Undefined, meta
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

HERE = Path(__file__).parent
OUT = HERE.parent / "resources" / "template" / "corpus"
sys.path.insert(0, str(HERE))

SETTINGS = {
    "promptflow": dict(trim_blocks=True, keep_trailing_newline=True),
    "jinja": dict(),
    "keep": dict(keep_trailing_newline=True),
    "lstrip": dict(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True),
    "lstriponly": dict(lstrip_blocks=True),
    "strict": dict(trim_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined),
}


def normalized(text):
    """What Python's text mode makes of a file before a template is read from it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def environment(settings, includes):
    options = dict(undefined=Undefined)
    options.update(SETTINGS[settings])
    loader = DictLoader({name: normalized(text) for name, text in includes.items()})
    return SandboxedEnvironment(loader=loader, **options)


def answer(case):
    env = environment(case["settings"], case["includes"])
    try:
        template = env.from_string(normalized(case["template"]))
    except TemplateSyntaxError as broken:
        return {"error": "syntax", "line": broken.lineno}
    except SyntaxError:  # Jinja2 passes some mistakes on to Python's own compiler
        return {"error": "syntax"}
    try:
        text = template.render(json.loads(json.dumps(case["context"])))
    except Exception as failed:
        return {"error": type(failed).__name__}
    assert not re.search(r"0x[0-9a-f]{6,}", text), (case["name"], text)
    source = env.parse(normalized(case["template"]))
    return {"expected": text, "variables": sorted(meta.find_undeclared_variables(source))}


def used(context, template, includes):
    """The part of the context that the case can see by name."""
    text = " ".join([template, *includes.values()])
    return {key: value for key, value in context.items() if re.search(rf"(?<!\w){key}(?!\w)", text)}


def write(group, cases):
    lines = []
    for number, (template, context, extra) in enumerate(cases, 1):
        case = {
            "name": f"{group} {number}",
            "settings": extra.get("settings", "promptflow"),
            "template": template,
            "context": used(context, template, extra.get("includes", {})),
            "includes": extra.get("includes", {}),
        }
        case.update(answer(case))
        lines.append(json.dumps(case, ensure_ascii=True))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{group}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def main():
    import jinja_cases

    total = 0
    for group, cases in jinja_cases.GROUPS.items():
        count = write(group, cases)
        total += count
        print(f"{count:5} {group}")
    print(f"{total:5} cases, Jinja2 {jinja2.__version__}, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
