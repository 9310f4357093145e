"""Describes a failed call in terms of the author's own files."""

import ast
import os
import sys

MOST_LINES = 30
MOST_TEXT = 20_000

_PACKAGES = {
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "PIL": "pillow",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}


def describe(cause, modules, function=None):
    """The answer for a call that ended with `cause`."""
    lines = _own_lines(cause.__traceback__, modules)
    told = {"type": type(cause).__name__, "message": _text(cause)}
    told["traceback"] = _shown(lines, modules)
    if isinstance(cause, SyntaxError) and cause.filename and modules.owns(cause.filename):
        lines.append((cause.filename, cause.lineno or 0, "<module>"))
    if not lines and function is not None:
        code = getattr(function, "__code__", None)
        lines = [(code.co_filename, code.co_firstlineno, "")] if code else []
    if lines:
        told["file"], told["line"] = modules.shown(lines[-1][0]), lines[-1][1]
    if isinstance(cause, ImportError):
        told["remedy"] = _remedy(cause, modules)
    return told


def _text(error):
    if isinstance(error, SyntaxError):
        return error.msg or "invalid syntax"
    if isinstance(error, KeyError) and len(error.args) == 1:
        return "the key {!r} is missing".format(error.args[0])[:MOST_TEXT]
    try:
        return str(error)[:MOST_TEXT]
    except Exception:  # a broken __str__ must not hide the failure
        return "(its text can't be shown)"


def _own_lines(traceback, modules):
    lines = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if modules.owns(code.co_filename):
            lines.append((code.co_filename, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return lines


def _shown(lines, modules):
    if len(lines) > MOST_LINES:
        half = MOST_LINES // 2
        left_out = "… {} more lines …".format(len(lines) - 2 * half)
        return [*_shown(lines[:half], modules), left_out, *_shown(lines[-half:], modules)]
    return [_shown_line(*line, modules) for line in lines]


def _shown_line(path, number, function, modules):
    place = "{}:{}".format(modules.shown(path), number)
    where = " in {}".format(function) if function else ""
    return "{}{}: {}".format(place, where, _source_line(path, number))


def _source(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _source_line(path, number):
    lines = _source(path).splitlines()
    return lines[number - 1].strip()[:200] if 0 < number <= len(lines) else ""


def _remedy(error, modules):
    name = error.name or ""
    top = name.split(".")[0]
    if top == "promptflow":
        return "Promptflow4j has no such name; see docs/migrating.md"
    if not isinstance(error, ModuleNotFoundError) or not top:
        return ""
    requirements = os.path.join(modules.folder, "requirements.txt")
    if os.path.isfile(requirements):
        return "install it: '{} -m pip install -r {}'".format(sys.executable, requirements)
    return "install it: '{} -m pip install {}'".format(sys.executable, package_of(name))


def package_of(module):
    """What the package is called that brings a module."""
    top = module.split(".")[0]
    return module.replace(".", "-") if top == "azure" else _PACKAGES.get(top, top)


def return_line(function):
    """The line of the only `return`, the best place for a result that is not data."""
    code = getattr(function, "__code__", None)
    if code is None:
        return 0
    try:
        tree = ast.parse(_source(code.co_filename))
    except (SyntaxError, ValueError):
        return 0
    for one in ast.walk(tree):
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) and one.name == code.co_name:
            lines = [part.lineno for part in ast.walk(one) if isinstance(part, ast.Return)]
            return lines[0] if len(lines) == 1 else one.lineno
    return 0
