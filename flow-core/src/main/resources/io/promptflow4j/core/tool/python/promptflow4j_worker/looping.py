"""The event loop of this process, on which asynchronous tools run."""

import asyncio

_loop = asyncio.new_event_loop()


def wait(awaitable):
    """Runs an awaitable to its end."""
    asyncio.set_event_loop(_loop)
    return _loop.run_until_complete(_awaited(awaitable))


async def _awaited(awaitable):
    return await awaitable


def pieces_of(stream):
    """The items of an asynchronous iterator, one by one as they come."""
    while True:
        try:
            yield wait(stream.__anext__())
        except StopAsyncIteration:
            return
