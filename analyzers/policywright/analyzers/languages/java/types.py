"""Names and types in Java source: what a bare name means, and declared types as annotations for the
engine."""

from __future__ import annotations

from sys import intern

from policywright.analyzers import ir
from policywright.analyzers.languages.java.scopes import (
    ClassScope,
    FunctionScope,
    Scopes,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

DULL = frozenset((
    "BigDecimal", "BigInteger", "Boolean", "Byte", "CharSequence", "Character", "Context", "Date",
    "Double", "Duration", "Exception", "File", "Float", "IOException", "InputStream", "Instant",
    "Integer", "JsonNode", "JsonObject", "LocalDate", "LocalDateTime", "Locale", "Logger", "Long",
    "Number", "Object", "ObjectMapper", "OutputStream", "Path", "Pattern", "Random", "RuntimeException",
    "Scanner", "Short", "String", "StringBuffer", "StringBuilder", "Thread", "Throwable", "URI", "URL",
    "UUID", "Void", "ZonedDateTime",
))  # fmt: skip
"""Types whose values say nothing about AWS, so that no annotation is made of them."""

_VALUES = frozenset((
    "BigDecimal", "BigInteger", "Boolean", "Byte", "Character", "Double", "Duration", "Float", "Instant",
    "Integer", "LocalDate", "LocalDateTime", "Locale", "Long", "Number", "Pattern", "Short", "String",
    "StringBuffer", "StringBuilder", "URI", "URL", "UUID", "ZonedDateTime", "boolean", "byte", "char",
    "double", "float", "int", "long", "short",
))  # fmt: skip
"""Types that no class of a program derives from."""
_BOXES = frozenset((
    "AtomicReference", "Callable", "CompletableFuture", "CompletionStage", "Future", "Instance", "Lazy",
    "Mono", "ObjectFactory", "ObjectProvider", "Optional", "Provider", "SoftReference", "Supplier",
    "ThreadLocal", "WeakReference",
))  # fmt: skip
_CALLED = ("Callable", "Supplier")
"""Those of them that are functions, whatever they give back."""
_LISTS = frozenset((
    "ArrayList", "BlockingQueue", "Collection", "Deque", "Flux", "HashSet", "Iterable", "Iterator",
    "LinkedHashSet", "LinkedList", "List", "Queue", "Set", "SortedSet", "Stream", "TreeSet",
))  # fmt: skip
_MAPS = frozenset((
    "AsyncCache", "AsyncLoadingCache", "Cache", "ConcurrentHashMap", "ConcurrentMap", "EnumMap", "HashMap",
    "LinkedHashMap", "LoadingCache", "Map", "SortedMap", "TreeMap",
))  # fmt: skip


class TypeLowering:
    """Names and types of one file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.scopes = Scopes()
        self.package = ""
        self.imported: dict[str, str] = {}
        self.wildcards: list[str] = []
        self.static_imported: dict[str, str] = {}
        self.static_wildcards: list[str] = []
        self.top_level: set[str] = set()
        self.imports: dict[str, None] = {}

    def text(self, node: Node | None) -> str:
        if node is None:
            return ""
        return intern(self.data[node.start_byte : node.end_byte].decode("utf-8", "replace"))

    # --- types by name ---

    def qualified(self, pos: ir.Pos, path: str) -> ir.Expr:
        """A type (or member of one) by a dotted path that starts with a package.

        The first word with a capital is the type, unless a package of the program is called so: then it is
        the next one (``semantics``), whose file has to be known of as well.
        """
        parts = path.split(".")
        first = next((i for i, part in enumerate(parts) if part[:1].isupper()), len(parts) - 1)
        found = self._imported(pos, ".".join(parts[:first]), parts[first])
        for at, part in enumerate(parts[first + 1 :], start=first + 1):
            found = ir.Attr(pos, found, part)
            if part[:1].isupper() and not part.isupper():
                self.imports[f"{'.'.join(parts[:at])}#{part}"] = None
        return found

    def _imported(self, pos: ir.Pos, packages: str, name: str) -> ir.Expr:
        key = f"{packages}#{name}"
        self.imports[key] = None
        return ir.Attr(pos, ir.ImportExpr(pos, key), name)

    def type_ref(self, pos: ir.Pos, name: str) -> ir.Expr | None:
        """A type by its simple name; None for a type parameter without a bound."""
        parameter, bound = self.scopes.type_parameter(name)
        if parameter:
            return bound
        self.scopes.function.calls.add(name)
        known = self._known_type(pos, name)
        if known is not None:
            return known
        packages = "|".join([self.package, *self.wildcards])
        return self._imported(pos, packages, name)

    def _known_type(self, pos: ir.Pos, name: str) -> ir.Expr | None:
        for context in reversed(self.scopes.stack):
            if isinstance(context, FunctionScope):
                unique = context.find(name)
                if unique is not None and context is not self.scopes.stack[0]:
                    self.scopes.use(unique, context)
                    return ir.Name(pos, unique)
            elif name in context.nested and context.ref is not None:
                return ir.Attr(pos, context.ref, name)
            elif name == context.name and context.ref is not None:
                return context.ref
        if name in self.top_level:
            return ir.Name(pos, name)
        path = self.imported.get(name)
        return self.qualified(pos, path) if path is not None else None

    def is_type(self, name: str) -> bool:
        """Whether a bare name in an expression is a type's."""
        if (
            name in self.imported
            or name in self.top_level
            or any(name in c.nested for c in self.scopes.classes())
        ):
            return True
        return name[:1].isupper() and (any(c.islower() for c in name) or len(name) == 1)

    # --- names in expressions ---

    def field(self, pos: ir.Pos, owner: ClassScope, name: str, *, static: bool) -> ir.Expr:
        """A member of an enclosing class, as seen from here."""
        depth = self.scopes.stack.index(owner)
        inside = self.scopes.stack[depth + 1 :]
        if static and not any(isinstance(context, FunctionScope) for context in inside):
            # In the class's own body, whose names are not members yet.
            return ir.Name(pos, name)
        if static and owner.ref is not None:
            return ir.Attr(pos, owner.ref, name)
        receiver = self.scopes.receiver(owner)
        if receiver is not None:
            return ir.Attr(pos, ir.Name(pos, receiver), name)
        if owner.ref is None:
            return ir.Opaque(pos)
        return ir.Attr(pos, ir.Call(pos, ir.Name(pos, "$instance"), (owner.ref,)), name)

    def variable(self, pos: ir.Pos, name: str) -> ir.Expr | None:
        """A local variable or field by its bare name."""
        unique = self.scopes.local(name)
        if unique is not None:
            return ir.Name(pos, unique)
        for owner in self.scopes.classes():
            if name in owner.fields:
                return self.field(pos, owner, name, static=owner.fields[name])
        return None

    def name(self, pos: ir.Pos, name: str) -> ir.Expr:
        """Whatever a bare name in an expression means."""
        found = self.variable(pos, name)
        if found is not None:
            return found
        if name in self.static_imported:
            return ir.Attr(pos, self.qualified(pos, self.static_imported[name]), name)
        if self.is_type(name):
            return self.type_ref(pos, name) or ir.Opaque(pos)
        return self._inherited(pos, name, prefer_imports=name.isupper()) or ir.Name(pos, name)

    def method(self, pos: ir.Pos, name: str) -> ir.Expr:
        """What a call without a receiver calls."""
        for owner in self.scopes.classes():
            if name in owner.methods:
                return self.field(pos, owner, name, static=owner.methods[name])
        if name in self.static_imported:
            return ir.Attr(pos, self.qualified(pos, self.static_imported[name]), name)
        return self._inherited(pos, name, prefer_imports=False) or ir.Name(pos, name)

    def _inherited(self, pos: ir.Pos, name: str, *, prefer_imports: bool) -> ir.Expr | None:
        """A name that no class of the file declares: a base class's, or one of a static wildcard import."""
        derived = [owner for owner in self.scopes.classes() if owner.derived]
        if self.static_wildcards and (not derived or prefer_imports):
            wild = [ir.Attr(pos, self.qualified(pos, path), name) for path in self.static_wildcards]
            return wild[0] if len(wild) == 1 else ir.Call(pos, ir.Name(pos, "$static"), tuple(wild))
        if not derived:
            return None
        found = [self.field(pos, owner, name, static=not self.scopes.is_within(owner)) for owner in derived]
        around = [one.obj for one in found if isinstance(one, ir.Attr)]
        if len(around) < 2:
            return found[0]
        having = ir.Call(pos, ir.Name(pos, "$having"), (ir.Const(pos, name), *around))
        return ir.Attr(pos, having, name)

    # --- declared types ---

    def annotation(self, node: Node | None) -> ir.Expr | None:
        """A declared type, where a value of it says something; None elsewhere."""
        if node is None:
            return None
        pos = (node.start_byte, node.end_byte)
        match node.type:
            case "type_identifier":
                name = self.text(node)
                return None if name in DULL or name in ("var", "val") else self.type_ref(pos, name)
            case "scoped_type_identifier":
                return self.type_path(pos, self.text(node))
            case "array_type":
                return self._listed(pos, self.annotation(node.child_by_field_name("element")))
            case "generic_type":
                return self._generic(pos, node)
            case "annotated_type" | "wildcard":
                inner = [child for child in node.named_children if "annotation" not in child.type]
                return self.annotation(inner[-1]) if inner else None
        return None

    @staticmethod
    def plain(declared: dict[str, str]) -> tuple[tuple[str, str], ...]:
        """The variables whose types have no annotation, by the text of these."""
        found: list[tuple[str, str]] = []
        for name, text in declared.items():
            kind = text.partition("<")[0].partition("[")[0].rpartition(".")[2].strip()
            if kind in _VALUES or kind in _LISTS or kind in _MAPS:
                found.append((name, ""))
            elif kind in _CALLED or (kind in DULL and kind not in ("Object", "Context")):
                found.append((name, kind))
        return tuple(found)

    def type_path(self, pos: ir.Pos, text: str) -> ir.Expr | None:
        """``Outer.Inner`` or ``a.b.Outer``."""
        text = "".join(text.split())
        first, _, rest = text.partition(".")
        if not first[:1].isupper():
            return self.qualified(pos, text)
        found = self.type_ref(pos, first)
        for part in rest.split(".") if rest else ():
            found = ir.Attr(pos, found, part) if found is not None else None
        return found

    def _listed(self, pos: ir.Pos, item: ir.Expr | None) -> ir.Expr | None:
        return ir.Index(pos, ir.Name(pos, "List"), item) if item is not None else None

    def _generic(self, pos: ir.Pos, node: Node) -> ir.Expr | None:
        base = self.text(node.named_children[0]).rpartition(".")[2]
        arguments = node.named_children[-1].named_children if len(node.named_children) > 1 else []
        if base in _BOXES or base in _LISTS:
            item = self.annotation(arguments[0]) if arguments else None
            if item is None or base in _LISTS:
                return self._listed(pos, item)
            return ir.Call(pos, ir.Name(pos, "$box"), (item, ir.Const(pos, base)))
        if base in _MAPS:
            item = self.annotation(arguments[-1]) if len(arguments) == 2 else None
            if item is None:
                return None
            return ir.Index(pos, ir.Name(pos, "Map"), ir.TupleLit(pos, (ir.Const(pos, None), item)))
        kind = self.annotation(node.named_children[0])
        return self.told(kind, node) if kind is not None else None

    def told(self, kind: ir.Expr, node: Node) -> ir.Expr:
        """A type with those that it is told in brackets, where these say something."""
        pos = (node.start_byte, node.end_byte)
        arguments = node.named_children[-1].named_children if node.type == "generic_type" else ()
        found = [one for one in map(self.annotation, arguments) if one is not None]
        return ir.Index(pos, kind, ir.TupleLit(pos, tuple(found))) if found else kind

    def type_parameters(self, node: Node | None, types: dict[str, ir.Expr | None]) -> None:
        """Brings type parameters into scope, each as what bounds it."""
        for child in node.named_children if node is not None else ():
            if child.type != "type_parameter" or not child.named_children:
                continue
            name = next(
                (one for one in child.named_children if one.type in ("type_identifier", "identifier")), None
            )
            bound = next((one for one in child.named_children if one.type == "type_bound"), None)
            types[self.text(name)] = None
            if bound is not None and bound.named_children:
                types[self.text(name)] = self.annotation(bound.named_children[0])
