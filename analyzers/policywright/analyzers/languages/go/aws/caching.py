"""AWS's cache of secrets (``aws-secretsmanager-caching-go``), which looks up versions and values."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import Args, Unknown, Value
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

ROOT = "github.com/aws/aws-secretsmanager-caching-go/"


def library(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """``cache.GetSecretString(id)``, ``cache.GetSecretBinaryWithContext(ctx, id)``."""
    name = path.rpartition(".")[2]
    if not path.startswith(ROOT) or not name.startswith("GetSecret"):
        return None
    secret = args.get(1 if name.endswith("WithContext") else 0) or Unknown("secret")
    for operation in ("DescribeSecret", "GetSecretValue"):
        fields = (("SecretId", convert(run, secret)),)
        run.emit(pos, "secretsmanager", operation, Struct(fields), via="secretcache")
    return Unknown("secret")
