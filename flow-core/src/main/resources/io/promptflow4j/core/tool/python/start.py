"""Starts a worker: checks the interpreter, then hands over to the worker package.

This file keeps to what every Python can parse, so that an old interpreter gives a clear answer.
"""

import os
import sys


def main():
    """Runs the worker, or says that this Python is too old."""
    if sys.version_info < (3, 8):
        version = ".".join(str(part) for part in sys.version_info[:3])
        sys.stdout.write('{"hello": {"version": "%s", "tooOld": true}}\n' % version)
        return
    if not getattr(sys.flags, "safe_path", False):
        del sys.path[0]
    home = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, home)
    from promptflow4j_worker.serving import serve

    serve(home)


if __name__ == "__main__":
    main()
