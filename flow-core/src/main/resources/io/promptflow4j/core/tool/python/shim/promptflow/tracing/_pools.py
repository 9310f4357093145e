"""A thread pool whose tasks belong to the span that submitted them."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


class ThreadPoolExecutorWithContext(ThreadPoolExecutor):
    """A thread pool that hands the caller's context to each task."""

    def submit(self, fn, *args, **kwargs):
        """Runs `fn` in a copy of the caller's context."""
        return super().submit(copy_context().run, fn, *args, **kwargs)
