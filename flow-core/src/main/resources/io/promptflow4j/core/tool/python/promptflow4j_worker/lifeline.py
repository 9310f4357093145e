"""Ends the process, and everything it started, when the engine goes away."""

import _thread
import os

TAG = "PROMPTFLOW4J_WORKER"
KILL = 9


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
    _kill_tagged()
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, KILL)
    os._exit(0)


def _kill_tagged():
    """Ends processes that left the group but still carry this worker's tag."""
    tag = "{}={}".format(TAG, os.environ.get(TAG, "-")).encode("ascii", "replace")
    if not os.path.isdir("/proc/self"):
        return
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                with open("/proc/{}/environ".format(name), "rb") as environ:
                    if tag in environ.read():
                        os.kill(int(name), KILL)
            except OSError:
                pass
