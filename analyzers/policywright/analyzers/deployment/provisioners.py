"""Commands that Terraform starts where it runs: ``local-exec``, and programs of the data source ``external``.

In: a resource's block and how it is evaluated. Out: what the commands ask, as ``running`` says it of a job.
They have the credentials that Terraform was started with, whatever role the resource's provider takes on.
https://developer.hashicorp.com/terraform/language/resources/provisioners/local-exec
https://registry.terraform.io/providers/hashicorp/external/latest/docs/data-sources/external
"""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Callable, Iterator

from policywright.analyzers.commands.before import told
from policywright.analyzers.deployment.model import Asked
from policywright.analyzers.deployment.running import Doing, run_script
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluate import Evaluation
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.traced import Env, Handle, plain
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Items, Struct, Text, Value, alternatives

_LOCAL = "local-exec"
_EXTERNAL = "external"
_OPEN = "${{ UNKNOWN }}"
"""How a script has what is filled in before it runs, and not known here."""


@dataclass(slots=True, eq=False)
class Provisioners:
    """The commands of one root module."""

    evaluator: Evaluation
    modules: Modules
    directory: str
    authorizer: Authorizer
    settled: Callable[[Value], Value]
    """References to the project's resources, as far as these are known."""

    def asked_by(self, handle: Handle) -> Iterator[tuple[str, list[Asked], list[Unresolved]]]:
        """The phase in which a resource has commands run, what these ask, and what is not known of them."""
        env = self.evaluator.env_of(handle)
        if handle.mode == "data" and handle.type == _EXTERNAL:
            words = self._value(handle.block, "program", env)
            yield self._run("r", handle, _joined(words), handle.block, env)
            return
        own = {f"self.{one.name}": self.evaluator.evaluate(one.value, env) for one in handle.block.attributes}
        env = env.bound(own)
        for block in handle.block.nested("provisioner") if handle.mode == "managed" else ():
            if block.labels == (_LOCAL,):
                when = block.value("when")
                phase = "d" if isinstance(when, s.Name) and when.name == "destroy" else "c"
                for option in alternatives(self._value(block, "command", env)):
                    script = _script(option)
                    interpreter = self._value(block, "interpreter", env)
                    if isinstance(interpreter, Items) and told([*_words(interpreter), script]) is None:
                        script = f"{_joined(interpreter)} {shlex.quote(script)}"
                    yield self._run(phase, handle, script, block, env)

    def _run(
        self, phase: str, handle: Handle, script: str, block: s.Block, env: Env
    ) -> tuple[str, list[Asked], list[Unresolved]]:
        span, doing = self.modules.head(block), Doing(self.authorizer)
        variables = self._value(block, "environment", env)
        exported = {
            name: str(one.value)
            for name, one in (variables.fields if isinstance(variables, Struct) else ())
            if isinstance(one, Const)
        }
        inside = _script(self._value(block, "working_dir", env))
        where = (
            posixpath.normpath(posixpath.join(self.directory, inside)) if _is_near(inside) else self.directory
        )
        files: ProjectFiles = self.modules.files
        run_script(script, "" if where == "." else where, files, doing, lambda _: span, exported=exported)
        job = doing.done(handle.address, None, span, None, credentials=True)
        asked, unresolved = (job.asked, list(job.unresolved)) if job is not None else ((), [])
        for tool in (*(use.tool for use in doing.uses), *(one.words[0] for one in doing.started)):
            unresolved.append(_deploys(handle.address, tool, span))
        mine = [replace(one, phases=phase, why=_of(handle.address, one.why)) for one in asked]
        told = [replace(one, detail=_of(handle.address, one.detail)) for one in unresolved]
        return phase, mine, told

    def _value(self, block: s.Block, name: str, env: Env) -> Value:
        return self.settled(plain(self.evaluator.attribute(block, name, env)))


def _of(address: str, said: str) -> str:
    """What is said of a job, of a resource."""
    return f"{address}{said.removeprefix('the job')}" if said.startswith("the job ") else said


def _deploys(address: str, tool: str, span: Span) -> Unresolved:
    detail = f"{address} starts {tool}: what it deploys is asked for by itself, not here"
    return Unresolved(code=UnresolvedCode.PROGRAM, span=span, detail=detail, name=tool)


def _script(value: Value) -> str:
    if value == Const(None):
        return ""
    if not isinstance(value, Const | Text):
        return _OPEN
    return "".join(part if isinstance(part, str) else _OPEN for part in texts.parts(value))


def _words(value: Value) -> list[str]:
    return [_script(one) for one in value.values] if isinstance(value, Items) else [_OPEN]


def _joined(value: Value) -> str:
    return " ".join(f'"{word}"' if "$" in word else shlex.quote(word) for word in _words(value))


def _is_near(directory: str) -> bool:
    return bool(directory) and not directory.startswith(("/", "~")) and "$" not in directory
