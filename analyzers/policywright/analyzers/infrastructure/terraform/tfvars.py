"""Values of a root module's variables: ``terraform.tfvars`` and ``*.auto.tfvars`` of its directory."""

from __future__ import annotations

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.jsontext import json_of_text
from policywright.analyzers.infrastructure.terraform.modules import Modules, join, parent_of
from policywright.analyzers.infrastructure.terraform.parse import parse


def values_of(modules: Modules, directory: str) -> dict[str, s.Expr]:
    """The last file that sets a variable wins, in the order in which Terraform reads them."""
    found: dict[str, s.Expr] = {}
    fixed = [join(directory, "terraform.tfvars"), join(directory, "terraform.tfvars.json")]
    automatic = [
        name
        for name in modules.files.inside(directory)
        if parent_of(name) == directory and name.endswith((".auto.tfvars", ".auto.tfvars.json"))
    ]
    for name in [*fixed, *automatic]:
        text = modules.files.text(name) if modules.files.has(name) else None
        if text is None:
            continue
        if name.endswith(".json"):
            data = json_of_text(name, text)
            if isinstance(data, s.Object):
                found.update((key, value) for key, value in data.items if isinstance(key, str))
        else:
            found.update((one.name, one.value) for one in parse(name, text).attributes)
    return found
