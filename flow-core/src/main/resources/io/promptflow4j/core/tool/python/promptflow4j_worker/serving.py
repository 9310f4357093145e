"""The worker's main loop."""

import faulthandler
import os
import sys

from . import lifeline, part
from .channel import Channel, asking_over
from .flow_modules import FlowModules

TERMINATE = 15


def serve(home):
    """Answers requests until the engine closes its end."""
    lifeline.own_group()
    channel = Channel()
    asking_over(channel)
    opening = channel.receive()
    if opening is None:
        return
    lifeline.watch(channel.request_fd)
    _show_where_it_hangs()
    modules = _open(opening, channel, home)
    request = channel.receive()
    while request is not None:
        channel.finish(_answered(request, channel, modules))
        request = channel.receive()
    lifeline.end()


def _show_where_it_hangs():
    """Lets a crash, or the engine's SIGTERM, write the current lines to the log."""
    faulthandler.enable(all_threads=False)
    if hasattr(faulthandler, "register"):
        faulthandler.register(TERMINATE, all_threads=False, chain=False)


def _open(opening, channel, home):
    channel.mark_log_with(opening["nonce"])
    folder = opening["folder"]
    sys.argv = [""]
    sys.path[0] = os.path.join(home, "shim")
    import promptflow  # noqa: F401  (ours, whatever else is installed)

    if opening["readOnly"]:
        del sys.path[0]
    else:
        os.chdir(folder)
        sys.path[0] = folder
    sys.path += [os.path.join(home, "shim"), os.path.join(home, "fallback")]
    channel.send({"hello": {"version": sys.version.split()[0], "executable": sys.executable}})
    modules = FlowModules(folder, opening["includes"], opening["nonce"], opening["largest"])
    modules.readable = [folder, *opening["packages"]] if opening["readOnly"] else []
    return modules


def _answered(request, channel, modules):
    try:
        return _answer(request, channel, modules)
    except BaseException as error:  # whatever a tool has done to this process
        told = {"type": type(error).__name__, "message": "in the worker itself: {}".format(error)}
        return {"failed": told, "retire": True}


def _answer(request, channel, modules):
    if request["op"] == "call":
        return part("calling").call(request, channel, modules)
    inspection = part("inspection")
    if request["op"] == "entry":
        entries = part("entries")
        found = entries.inspect_entry(request["entry"], request["aggregate"], modules.folder)
        return {"found": [found]}
    if request["op"] == "reach":
        return part("reach").reached(request, modules.folder, modules.readable[1:])
    if request["op"] == "package":
        return {"found": [inspection.inspect_package_tool(request["tool"], modules.readable)]}
    return {"found": inspection.inspect_files(request["files"], modules.folder)}
