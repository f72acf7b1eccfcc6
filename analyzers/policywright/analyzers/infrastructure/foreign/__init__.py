"""Code that a function imports and that can't be seen: may it call AWS under the function's role?

``Foreign(program, files).of(entries)`` follows the imports from some entry points through the program and
gives an ``Unresolved`` for what leads out of it and may call AWS: once per package, at the first place.
``packages.toml`` says what is known of packages, ``manifests.py`` reads what the project declares. A package
with a harmless name that a manifest declares, from a public registry and with no AWS SDK below it, is taken
to call nothing, unless a variable of the function says otherwise (``of_libraries``), or it is told what names
something that the role has statements on (``Foreign.told``, ``named_unseen``).
"""

from policywright.analyzers.infrastructure.foreign.imports import Foreign
from policywright.analyzers.infrastructure.foreign.settings import named_unseen, of_libraries

__all__ = ["Foreign", "named_unseen", "of_libraries"]
