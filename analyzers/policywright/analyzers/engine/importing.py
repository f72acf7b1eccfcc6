"""Rules for modules: imports, globals and exports."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.typed import TypeRules
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Ext,
    Known,
    ModuleV,
    Unknown,
    Value,
    join,
    join_all,
    options,
)

WHOLE = "="
"""The export name of a value that is the module itself."""


class ImportRules(TypeRules):
    """Modules as values, and what is in them."""

    def import_module(self, name: str, level: int) -> Value:
        """A module as a value: the program's own, evaluated first, or a library."""
        module = self.program.resolve(self.frame.module, name, level)
        if module is None:
            return self._outside(name, level, "")
        self._ensure(module, name)
        if self.program.lowered(module).explicit_exports:
            return join(ModuleV(module), self.engine.read(("export", module, WHOLE)))
        return ModuleV(module)

    def global_name(self, module: str, name: str) -> Value:
        """A module's global, wherever among the files of its scope it is."""
        owners = self.program.owners(module, name)
        if owners == (module,):
            return self.engine.read(("global", module, name))
        for owner in owners:
            self.ensure(owner)
        return join_all([self.engine.read(("global", owner, name)) for owner in owners])

    def _ensure(self, module: str, name: str) -> None:
        """Evaluates a module that is imported under a name, and the packages on the way before it."""
        if self.semantics.packages_first and f".{module}".endswith(f".{name}"):
            outside = len(module) - len(name)
            for at in [at for at, letter in enumerate(name) if letter == "."]:
                package = module[: outside + at]
                if package in self.program.files:
                    self.ensure(package)
        self.ensure(module)

    def ensure(self, module: str) -> None:
        """Evaluates a module body unless that has been done or is under way."""
        bodies = self.bodies.get(module)
        if bodies is not None:
            for instance in bodies:
                self.engine.link(instance)
                self.engine.enter(instance)
            return
        found: list[Instance] = []
        for file in self.program.groups.get(module, (module,)):
            instance = self.engine.instance(("module", file), file, None, ())
            self.engine.link(instance)
            self.engine.enter(instance)
            found.append(instance)
        self.bodies[module] = found

    def import_name(self, name: str, level: int, member: str) -> Value:
        """``from name import member``."""
        module = self.program.resolve(self.frame.module, name, level)
        if module is None:
            return self._outside(name, level, member)
        self._ensure(module, name)
        return self.module_attribute(module, member)

    def _outside(self, name: str, level: int, member: str) -> Value:
        """What an import means that leads to no module of the program: a library, if one of that name."""
        if self.program.leaves_out(self.frame.module, name, level):
            return Unknown("import", member or name)
        copied = self.semantics.original(f"{name}.{member}" if member else name)
        if copied and member:
            name, _, member = copied.rpartition(".")
        elif level:
            return Unknown("import", member or name)
        if not name or not member:
            return Ext(copied or name)
        found = self.semantics.attribute(self.own, Ext(name), member)
        return found if found is not None else Ext(f"{name}.{member}")

    def import_all(self, name: str, level: int) -> None:
        """``from name import *``."""
        module = self.program.resolve(self.frame.module, name, level)
        if module is None:
            self.engine.write(("wildcard", self.frame.module), Ext(name))
            for own in self.semantics.bound_again(self.own, name):
                if self.heap.holds_data(self.global_name(self.frame.module, own)):
                    self.engine.write(("global", self.frame.module, own), Unknown("variable", own))
            return
        self._ensure(module, name)
        for member in self.program.public_names(module):
            self.program.add_bound(self.frame.module, member)
            self.bind(member, self.module_attribute(module, member))
        self.engine.write(("wildcard", self.frame.module), self.engine.read(("wildcard", module)))

    def module_attribute(self, module: str, name: str) -> Value:
        """A name of a module of the program."""
        self.ensure(module)
        if self.program.lowered(module).explicit_exports:
            return self.exported(module, name)
        value = self.global_name(module, name)
        if value is not BOTTOM:
            return value
        sub = self.program.submodule(module, name)
        if sub is not None:
            self.ensure(sub)
            return ModuleV(sub)
        if self.program.binds(module, name):
            return BOTTOM
        for option in options(self.engine.read(("wildcard", module))):
            if isinstance(option, Ext):
                found = self.semantics.attribute(self.own, option, name)
                return found if found is not None else Ext(f"{option.path}.{name}")
        missing = self.semantics.specials.missing
        dynamic = self.global_name(module, missing) if missing else BOTTOM
        if dynamic is not BOTTOM:
            return self.read_by(dynamic, name, Args((Known(name),)), (0, 0))
        own = self.semantics.module_member(self.own, module, name)
        return own if own is not None else Unknown("name", name)

    def exported(self, module: str, name: str) -> Value:
        """A name that a module exports, passes on from another, or has as part of its one value."""
        found = self.engine.read(("export", module, name))
        whole = self.engine.read(("export", module, WHOLE))
        if name == "default":
            found = join(found, whole)
            if found is BOTTOM and not self._has_exports(module):
                # A module of the older kind is its own default export.
                return ModuleV(module)
        elif whole is not BOTTOM:
            found = join(found, self.attribute(whole, name))
        if found is not BOTTOM or name in ("default", WHOLE, "*"):
            return found
        return join_all([self._passed_on(source, module, name) for source in options(
            self.engine.read(("export", module, "*")))])  # fmt: skip

    def _has_exports(self, module: str) -> bool:
        """Whether a module has export statements, whatever they export."""
        return any(isinstance(statement, ir.Export) for statement in self.program.lowered(module).body)

    def _passed_on(self, source: Value, module: str, name: str) -> Value:
        """What ``export * from`` a source gives under a name."""
        if isinstance(source, ModuleV):
            return self.exported(source.name, name) if source.name != module else BOTTOM
        return self.attribute(source, name)
