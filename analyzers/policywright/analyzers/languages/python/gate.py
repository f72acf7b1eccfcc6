"""What shows that a Python file has to do with AWS; see ``gate``."""

from __future__ import annotations

from policywright.analyzers.gate import Gate
from policywright.analyzers.languages.python.libraries import rows
from policywright.knowledge.regex import regex

GATE = Gate(
    sdk=(b"boto", b"s3transfer", b"types_boto3"),
    signs=rows.signs,
    library=rows.reach,
    launching=(
        b"subprocess",
        b"os.system",
        b"os.popen",
        b"os.exec",
        b"os.spawn",
        b"os.posix_spawn",
        b"eval(",
        b"exec(",
        b"import_module(",
        b"import_string(",
        b"resolve_name(",
        b"import_class(",
        b"import_from_string(",
        b"import_object(",
        b"load_object(",
        b"namedAny(",
        b"pydoc",
        b"symbol_by_name(",
        b"__import__(",
        b"entry_point",
        b"spec_from_file_location",
        b"SourceFileLoader",
        b"load_source",
        b"runpy",
        b"get_wsgi_application",
        b"get_asgi_application",
        b"entry_points(",
        b"get_entry_",
        b"load_setuptools_entrypoints",
        b"ctypes",
        b"dlopen",
        b"pexpect",
        b"invoke",
        b"fabric",
        b"delegator",
        b"sarge",
        b"run_process",
        b"open_process",
        b"papermill",
        b"plumbum",
        b"import sh\n",
        b"from sh import",
    ),
    named=regex(rb"""[.'"]([a-z][a-z0-9]*(?:_[a-z0-9]+){3,})\b"""),
    # ``q.put_item(TableName=t)``, ``partial(q.put_item)(TableName=t)``, ``submit(q.put_item, TableName=t)``
    passed=regex(rb"""[.'"]\s*([a-z]\w*)["']?\)?\s*[(,]\s*([A-Za-z]\w*)\s*=(?!=)"""),
    telling=lambda name: not name.islower(),
    spelled=lambda name: (name,),
    api=False,
)
