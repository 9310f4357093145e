"""The pipes to the engine: requests in, answers out, and the log."""

import json
import os
import sys
import threading


class Channel:
    """Owns the protocol's file descriptors and the end-of-log mark."""

    def __init__(self):
        self._requests = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
        self._answers = os.dup(1)
        self._log = os.dup(2)
        self._mark = b""
        self.nonce = ""
        self._arrived = threading.Condition()
        self._inbox = {}
        self._reading = self._ended = False
        self._sending = threading.Lock()
        self._take_standard_streams()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._close)

    @property
    def request_fd(self):
        """The descriptor whose end of file means that the engine is gone."""
        return self._requests.fileno()

    @staticmethod
    def _take_standard_streams():
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)

    def _close(self):
        for fd in (self._requests.fileno(), self._answers):
            try:
                os.close(fd)
            except OSError:
                pass

    def receive(self, key=None):
        """The next request, or None when the engine has closed its end.

        With a key it is the next answer to the question of that key. Whoever waits first reads for
        all, so that several threads of a tool may wait for answers.
        """
        with self._arrived:
            while not self._inbox.get(key):
                if self._ended:
                    return None
                if self._reading:
                    self._arrived.wait()
                else:
                    self._read()
            return self._inbox[key].pop(0)

    def _read(self):
        self._reading = True
        self._arrived.release()
        line = b""
        try:
            line = self._requests.readline()
        finally:
            self._arrived.acquire()
            self._reading = False
            self._arrived.notify_all()
        if line.endswith(b"\n"):
            message = json.loads(line)
            self._inbox.setdefault(message.get("id"), []).append(message)
        else:
            self._ended = True

    def forget(self, key):
        """Drops what is left for a key."""
        with self._arrived:
            self._inbox.pop(key, None)

    def mark_log_with(self, nonce):
        """Sets the mark that ends each call's log, and ends the log of the start."""
        self.nonce = nonce
        self._mark = b"\x1e" + nonce.encode("ascii") + b"\n"
        os.write(self._log, self._mark)

    def send(self, message):
        """Sends one answer, as UTF-8; half of a surrogate pair, which that can't say, escaped."""
        text = json.dumps(message, ensure_ascii=False)
        left = memoryview(text.encode("utf-8", "backslashreplace") + b"\n")
        with self._sending:
            while left:
                left = left[os.write(self._answers, left) :]

    def finish(self, message):
        """Ends the log of this call, then sends its last answer."""
        for stream in {sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__}:
            try:
                stream.flush()
            except (AttributeError, OSError, ValueError):
                pass
        os.write(self._log, self._mark)
        self.send(message)


_of_this_process = []


def asking_over(channel):
    """Makes `channel` the one that tools ask over."""
    _of_this_process[:] = [channel]


def channel_to_ask():
    """The channel that tools ask over."""
    if not _of_this_process:
        raise RuntimeError("there is no engine to ask")
    return _of_this_process[0]
