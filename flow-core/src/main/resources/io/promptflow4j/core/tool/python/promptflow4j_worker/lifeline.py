"""Ends the process, and everything it started, when the engine goes away."""

import _thread
import os

TAG = "PROMPTFLOW4J_WORKER"
KILL = 9
MOST_ROUNDS = 20


def own_group():
    """Makes this process the head of its own process group."""
    if hasattr(os, "setsid"):
        try:
            os.setsid()
        except PermissionError:
            pass


def watch(fd):
    """Ends the process as soon as the other end of `fd` is closed, even while a tool runs."""
    try:
        from select import POLLHUP, poll
    except ImportError:
        return
    poller = poll()
    poller.register(fd, POLLHUP)

    def wait():
        while not any(event & POLLHUP for _, event in poller.poll()):
            pass
        end()

    _thread.start_new_thread(wait, ())


def end():
    """Ends this process and what it started. Does not return."""
    if os.path.isdir("/proc/self"):
        for _ in range(MOST_ROUNDS):
            if not _kill(_started()):
                break
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, KILL)
    os._exit(0)


def _kill(processes):
    for process in processes:
        try:
            os.kill(process, KILL)
        except OSError:
            pass
    return bool(processes)


def _started():
    """The processes that this one started, directly or not.

    By parentage, because a process that is just being made has no environment yet; and by the tag,
    because an orphan has another parent.
    """
    tag = "{}={}".format(TAG, os.environ.get(TAG, "-")).encode("ascii", "replace")
    parents, found = {}, {os.getpid()}
    for name in filter(str.isdigit, os.listdir("/proc")):
        stat = _read("/proc/{}/stat".format(name))
        fields = stat[stat.rfind(b")") + 2 :].split()
        if len(fields) > 1 and fields[0] != b"Z":
            parents[int(name)] = int(fields[1])
            if tag in _read("/proc/{}/environ".format(name)):
                found.add(int(name))
    grown = True
    while grown:
        more = {process for process, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found - {os.getpid()}


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
