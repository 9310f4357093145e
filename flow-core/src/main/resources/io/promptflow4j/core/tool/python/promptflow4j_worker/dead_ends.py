"""Finds what fails whenever a function is called."""

import ast
import builtins

from . import decorators

_KNOWN = {*dir(builtins), "__file__", "__name__", "__doc__", "__builtins__", "__path__"}


def always_raises(function, functions, seen=()):
    """The line of the `raise` that a call ends in whatever it is given; 0 if there may be none."""
    if function.name in seen or _yields(function):
        return 0
    return _ends(function.body, functions, (*seen, function.name))


def _ends(statements, functions, seen):
    for one in statements:
        line = _end(one, functions, seen)
        if line:
            return line
        if any(isinstance(part, (ast.Return, ast.Break, ast.Continue)) for part in ast.walk(one)):
            return 0
    return 0


def _end(one, functions, seen):
    if isinstance(one, ast.Raise):
        return one.lineno
    if isinstance(one, ast.If):
        first, second = _ends(one.body, functions, seen), _ends(one.orelse, functions, seen)
        return first if second else 0
    if isinstance(one, (ast.With, ast.AsyncWith)):
        return _ends(one.body, functions, seen)
    if isinstance(one, ast.Try):
        handled = [_ends(handler.body, functions, seen) for handler in one.handlers]
        body = _ends(one.body, functions, seen)
        return (handled or [body])[0] if body and all(handled) else 0
    if isinstance(one, (ast.Expr, ast.Assign, ast.Return)):
        return _call_raises(one.value, functions, seen)
    return 0


def _call_raises(value, functions, seen):
    awaited = isinstance(value, ast.Await)
    call = value.value if awaited else value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return 0
    called = functions.get(call.func.id)
    if called is None or isinstance(called, ast.AsyncFunctionDef) != awaited:
        return 0
    return call.lineno if always_raises(called, functions, seen) else 0


def _yields(function):
    return any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in ast.walk(function))


def undefined_names(function, source):
    """The names that a function reads on every call and that nothing defines, with their lines."""
    if _has_star(source.tree):
        return []
    known = _KNOWN | {one.get_name() for one in source.table.get_symbols() if _is_bound(one)}
    known |= _globals_set(source.tree)
    own = _own(source.table, function)
    if own is None:
        return []
    free = {one.get_name() for one in own.get_symbols() if one.is_global() and one.is_referenced()}
    wanted = free - known
    return [(one.id, one.lineno) for one in _straight(function.body) if one.id in wanted]


def _is_bound(symbol):
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _has_star(tree):
    return any(
        isinstance(one, ast.ImportFrom) and any(alias.name == "*" for alias in one.names)
        for one in ast.walk(tree)
    )


def _globals_set(tree):
    return {name for one in ast.walk(tree) if isinstance(one, ast.Global) for name in one.names}


def _own(table, function):
    for child in table.get_children():
        if child.get_name() == function.name and abs(child.get_lineno() - function.lineno) <= len(
            function.decorator_list
        ):
            return child
        deeper = _own(child, function)
        if deeper is not None:
            return deeper
    return None


def _straight(statements):
    """The names in statements that every call comes to."""
    for one in statements:
        if isinstance(one, (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)):
            waiting = [one.value] if one.value is not None else []
            while waiting:
                inner = waiting.pop()
                if isinstance(inner, ast.Name):
                    yield inner
                elif not isinstance(inner, (ast.Lambda, *decorators.FUNCTIONS)):
                    waiting += _evaluated(inner)
        if isinstance(one, ast.Return):
            return
        if isinstance(one, (ast.If, ast.For, ast.While, ast.Try, ast.With)):
            if any(isinstance(part, (ast.Return, ast.Raise)) for part in ast.walk(one)):
                return


def _evaluated(node):
    if isinstance(node, ast.BoolOp):
        return node.values[:1]
    if isinstance(node, ast.IfExp):
        return [node.test]
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        return [node.generators[0].iter]
    return list(ast.iter_child_nodes(node))
