"""Wraps functions of every kind so that their calls are recorded."""

from functools import wraps

from promptflow4j_worker.recording import current

_GENERATOR = 0x20
_COROUTINE = 0x80
_ITERABLE_COROUTINE = 0x100
_ASYNC_GENERATOR = 0x200


def _never():
    return False


def traced(func, kind, is_call_itself=_never):
    """`func` with each of its calls recorded, except where the call is the tool's own."""
    flags = getattr(getattr(_innermost(func), "__code__", None), "co_flags", 0)
    if flags & (_COROUTINE | _ITERABLE_COROUTINE):
        return _coroutine(func, kind, is_call_itself)
    if flags & _ASYNC_GENERATOR:
        return _async_generator(func, kind, is_call_itself)
    if flags & _GENERATOR:
        return _generator(func, kind, is_call_itself)
    return _function(func, kind, is_call_itself)


def _innermost(func):
    while hasattr(func, "__wrapped__"):
        func = func.__wrapped__
    return func


def _enter(func, kind, args, kwargs):
    code = getattr(_innermost(func), "__code__", None)
    names = code.co_varnames[: code.co_argcount] if code else ()
    inputs = dict(zip(names, args))
    inputs.pop("self", None)
    inputs.update(kwargs)
    return current.enter(func.__qualname__.split("<locals>.")[-1], kind, inputs)


def _function(func, kind, is_call_itself):
    @wraps(func)
    def wrapper(*args, **kwargs):
        if is_call_itself():
            return func(*args, **kwargs)
        span = _enter(func, kind, args, kwargs)
        try:
            output = func(*args, **kwargs)
        except BaseException as error:
            current.leave(span, error=error)
            raise
        current.leave(span, output)
        return output

    return wrapper


def _coroutine(func, kind, is_call_itself):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        if is_call_itself():
            return await func(*args, **kwargs)
        span = _enter(func, kind, args, kwargs)
        try:
            output = await func(*args, **kwargs)
        except BaseException as error:
            current.leave(span, error=error)
            raise
        current.leave(span, output)
        return output

    return wrapper


def _generator(func, kind, is_call_itself):
    @wraps(func)
    def wrapper(*args, **kwargs):
        if is_call_itself():
            return (yield from func(*args, **kwargs))
        span = _enter(func, kind, args, kwargs)
        pieces = []
        try:
            for piece in func(*args, **kwargs):
                pieces.append(piece)
                yield piece
        except BaseException as error:
            current.leave(span, error=error)
            raise
        current.leave(span, pieces)

    return wrapper


def _async_generator(func, kind, is_call_itself):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        if is_call_itself():
            async for piece in func(*args, **kwargs):
                yield piece
            return
        span = _enter(func, kind, args, kwargs)
        pieces = []
        try:
            async for piece in func(*args, **kwargs):
                pieces.append(piece)
                yield piece
        except BaseException as error:
            current.leave(span, error=error)
            raise
        current.leave(span, pieces)

    return wrapper
