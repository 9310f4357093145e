"""The entry of a flow without nodes: a function, or a class that is called."""

import os

AGGREGATE = "__aggregate__"
CALL = "__call__"


def inspect_entry(entry, aggregate, folder):
    """The signature of an entry, or what is wrong with it; nothing is run."""
    from . import inspection

    try:
        return _inspected(entry, aggregate, folder, inspection)
    except inspection.Wrong as wrong:
        return wrong.told()


def _inspected(entry, aggregate, folder, inspection):
    module, _, name = entry.partition(":")
    path = path_of(module, folder)
    if path is None:
        message = "the entry '{}' names the module '{}', but the flow folder has no '{}'"
        file = module.replace(".", "/") + ".py"
        raise inspection.Wrong("missing-entry", message.format(entry, module, file), 0)
    tree = inspection.parse(path)
    classes = inspection.visible_classes(tree, [os.path.dirname(path), folder])
    found = _defined(tree, name)
    if found is None:
        message = "the entry '{}' names '{}', but '{}' defines no function or class of that name"
        file = os.path.relpath(path, folder).replace(os.sep, "/")
        raise inspection.Wrong("missing-entry", message.format(entry, name, file), 0)
    if not hasattr(found, "bases"):
        if aggregate:
            raise inspection.Wrong("no-aggregate", "a function makes nothing of all lines", 0)
        return dict(inspection.signature(tree, (found, None), classes), name=name)
    method = _method(found, AGGREGATE if aggregate else CALL, classes)
    if method is None:
        message = "the class '{}' can't be called; give it a method '__call__'"
        raise inspection.Wrong("missing-entry", message.format(name), found.lineno)
    return dict(inspection.signature(tree, (method, found), classes), name=name)


def path_of(module, folder):
    """The source file of a module of the flow, if there is one."""
    place = os.path.join(folder, *module.split("."))
    for path in (place + ".py", os.path.join(place, "__init__.py")):
        if os.path.isfile(path):
            return path
    return None


def _defined(tree, name):
    found = [one for one in tree.body if getattr(one, "name", None) == name]
    return found[-1] if found else None


def _method(owner, name, classes):
    from .annotations import last_name

    seen = set()
    while owner is not None and owner.name not in seen:
        seen.add(owner.name)
        for one in owner.body:
            if getattr(one, "name", None) == name:
                return one
        bases = [classes.get(last_name(base)) for base in owner.bases]
        owner = next((base for base in bases if base is not None), None)
    return None


def entry_of(request, modules):
    """The function of an entry, and its class if it is a method of one."""
    module, _, name = request["entry"].partition(":")
    found = getattr(modules.imported(module), name)
    if not isinstance(found, type):
        return found, None
    return getattr(found, AGGREGATE if request["aggregate"] else CALL), found


def adapted(constructor, arguments):
    """The arguments of a constructor, model settings made of mappings where it asks for them."""
    from promptflow.core._model_configuration import ModelConfiguration

    made = {}
    for name, value in arguments.items():
        kind = _annotation(constructor, name)
        wants = isinstance(kind, type) and issubclass(kind, ModelConfiguration)
        made[name] = kind(**_fields(value)) if wants and isinstance(value, dict) else value
    return made


def _fields(value):
    return {key: _variable(one) for key, one in value.items() if key != "type"}


def _variable(value):
    """What `${env:NAME}` stands for; anything else as it is."""
    if isinstance(value, str) and value.startswith("${env:") and value.endswith("}"):
        return os.environ.get(value[6:-1], value)
    return value


def _annotation(function, parameter):
    annotation = getattr(function, "__annotations__", {}).get(parameter)
    if isinstance(annotation, str):
        try:
            annotation = eval(annotation, function.__globals__)  # the author's own annotation
        except Exception:
            return None
    members = [one for one in getattr(annotation, "__args__", ()) if one is not type(None)]
    return members[0] if members else annotation


def log_metrics(result, recording):
    """What a class makes of all lines is metrics."""
    for name, value in result.items() if isinstance(result, dict) else ():
        recording.log_metric(name, value)
