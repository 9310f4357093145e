"""Loads the code of a flow: tool files, the modules beside them and included files.

Nothing is written into the flow folder: its modules are compiled from source in each process, and
compiled again when a file has changed since.
"""

import os
import sys
from importlib import import_module, invalidate_caches
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    ModuleSpec,
    SourceFileLoader,
)
from importlib.util import module_from_spec, spec_from_file_location

MAIN = "__pf_main__"
_INSTALLED = ("site-packages", "dist-packages")


def stamp(path):
    """What changes when a file is edited."""
    found = os.stat(path)
    return found.st_mtime_ns, found.st_size, found.st_ino


class FlowLoader(SourceFileLoader):
    """Compiles a flow's module from its source and remembers which version it saw."""

    def __init__(self, fullname, path, loaded):
        super().__init__(fullname, path)
        self._loaded = loaded

    def get_code(self, fullname):
        """The module's code; no bytecode file is read or written."""
        self.stamp = stamp(self.path)
        self._loaded.append(self)
        return self.source_to_code(self.get_data(self.path), self.path)

    def changed(self):
        """Whether the file is another one than the one that was loaded."""
        try:
            return stamp(self.path) != self.stamp
        except OSError:
            return True


class IncludeFinder:
    """Finds the modules that `additional_includes` puts beside the flow's own."""

    def __init__(self, includes, load):
        self._load = load
        self._places = {
            os.path.splitext(os.path.basename(path.rstrip("/\\")))[0]: path for path in includes
        }

    def find_spec(self, fullname, path=None, target=None):
        """The spec of an included top-level module or folder."""
        place = self._places.get(fullname)
        if place is None or path is not None:
            return None
        if os.path.isfile(place):
            return spec_from_file_location(fullname, place, loader=self._load(fullname, place))
        initial = os.path.join(place, "__init__.py")
        if os.path.isfile(initial):
            return spec_from_file_location(
                fullname,
                initial,
                loader=self._load(fullname, initial),
                submodule_search_locations=[place],
            )
        spec = ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations.append(place)
        return spec


class FlowModules:
    """The flow's modules in this process."""

    def __init__(self, folder, includes, nonce, largest):
        self.folder = folder
        self.nonce = nonce
        self.largest = largest
        self.readable = []
        self.roots = [os.path.join(root, "") for root in [folder, *includes]]
        self._tools = {}
        self._instances = {}
        self._loaded = []
        sys.path_hooks.insert(0, self._finder)
        sys.path_importer_cache.clear()
        if includes:
            sys.meta_path.append(IncludeFinder(includes, self._loader))

    def _loader(self, fullname, path):
        return FlowLoader(fullname, path, self._loaded)

    def _finder(self, path):
        if not self.owns(os.path.join(os.path.abspath(path), "")):
            raise ImportError("not a folder of the flow")
        loaders = (self._loader, [".py"]), (ExtensionFileLoader, EXTENSION_SUFFIXES)
        return FileFinder(path, *loaders)

    def owns(self, path):
        """Whether `path` is code of the flow's author."""
        inside = any(path.startswith(root) or path + os.sep == root for root in self.roots)
        return inside and not any(name in path for name in _INSTALLED)

    def shown(self, path):
        """A path as people see it."""
        inside = path.startswith(self.roots[0])
        return os.path.relpath(path, self.folder).replace(os.sep, "/") if inside else path

    def load(self, path):
        """The module of a tool file, loaded once and again whenever the flow's code changed."""
        self._refresh()
        module = self._tools.get(path)
        if module is None:
            module = self._execute(path)
            self._tools[path] = module
        sys.modules[MAIN] = module
        return module

    def imported(self, name):
        """A module of the flow by its name."""
        self._refresh()
        return import_module(name)

    def _refresh(self):
        if any(loader.changed() for loader in self._loaded):
            self._forget()

    def instance(self, owner, arguments, key):
        """The object of a class-based tool, made once for the same constructor arguments."""
        known = (owner, key)
        if known not in self._instances:
            self._instances[known] = owner(**arguments)
        return self._instances[known]

    def _execute(self, path):
        loader = self._loader(MAIN, path)
        module = module_from_spec(spec_from_file_location(MAIN, path, loader=loader))
        sys.modules[MAIN] = module
        loader.exec_module(module)
        return module

    def _forget(self):
        for name, module in list(sys.modules.items()):
            if isinstance(getattr(module, "__loader__", None), FlowLoader):
                del sys.modules[name]
        self._tools.clear()
        self._instances.clear()
        self._loaded.clear()
        invalidate_caches()
