"""Sits at a terminal: typist.py COLUMNS STEPS PROGRAM [ARGUMENT ...]

Starts the program in a pseudo-terminal and does the steps, a JSON list of [text, keys]: waits until
the text has appeared behind that of the step before, then types the keys. Writes all that appeared
to standard output and ends as the program does; with 99 if a text does not appear within a minute.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time


def main():
    columns, steps, program = int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:]
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.execvp(program[0], program)
    seen, since = b"", 0
    for text, keys in steps + [[None, ""]]:
        deadline = time.monotonic() + 60
        while text is None or text.encode() not in seen[since:]:
            piece = read(terminal, deadline - time.monotonic())
            if not piece:
                break
            seen += piece
            sys.stdout.buffer.write(piece)
        if text is not None and text.encode() not in seen[since:]:
            sys.stdout.write("\n(never appeared: {})\n".format(text))
            sys.exit(99)
        since = len(seen) if text is None else seen.index(text.encode(), since) + len(text.encode())
        if keys:
            os.write(terminal, keys.encode())
    sys.stdout.flush()
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def read(terminal, seconds):
    """The next piece; nothing at the end of the program or of the time."""
    if seconds <= 0 or not select.select([terminal], [], [], seconds)[0]:
        return b""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


main()
