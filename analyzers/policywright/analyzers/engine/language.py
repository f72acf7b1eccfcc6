"""What a language brings to the engine, and the record that registers it with its front end (``program``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Method,
    Obj,
    Unknown,
    Value,
    options,
    told_by,
)
from policywright.analyzers.program import FrontEnd, Program
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Struct
from policywright.knowledge.values import Value as Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.engine.state import State
    from policywright.analyzers.model import SdkCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Specials:
    """The members by which a language itself reaches objects of the program; empty where it has none."""

    call: str = ""
    """``x(...)``"""
    item: str = ""
    """``x[key]``"""
    set_item: str = ""
    """``x[key] = value``"""
    make: str = ""
    """Makes an instance, before its constructor runs."""
    made: tuple[str, ...] = ()
    """Run when the fields of an instance are set that no constructor sets."""
    read: str = ""
    """Reads any member, which it is told the name of."""
    reader: str = ""
    """The library's function that does the same."""
    missing: str = ""
    """Any member that the class does not have."""
    binding: str = ""
    """What an object is where it is a member of a class and is read of an instance."""
    iterator: tuple[str, ...] = ()
    """What a loop asks for first."""
    following: tuple[str, ...] = ()
    """What it then asks that for."""
    step: str = ""
    """The member of what that gives that has the item."""
    setter: str = ""
    """How the name of what setting a member calls begins."""
    enter: tuple[str, ...] = ()
    """What a context manager is entered by."""
    leave: tuple[str, ...] = ()
    stored: str = ""
    """Is told of any member that is set."""
    fields: str = ""
    """The member that is all fields of an object, and may be set to others."""
    kind: str = ""
    """The member that is an object's class, and may be set to another one."""
    assigned: str = ""
    """What an object, as a member of a class, is told when that is set on an instance."""
    sending: tuple[str, ...] = ()
    """Methods of generators that pass a value to where they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generics:
    """What types with arguments say of a value, by the type's name."""

    either: frozenset[str] = frozenset()
    """A value of any of the arguments."""
    plain: frozenset[str] = frozenset()
    """A value of the first argument."""
    lists: frozenset[str] = frozenset()
    """Values of the first argument in a sequence; names in lower case, also below."""
    dicts: frozenset[str] = frozenset()
    """Values of the last argument under keys."""
    given: frozenset[str] = frozenset()
    """Functions that say beside the type, in ``plain`` ones, what a framework passes; by their paths."""
    shared: frozenset[str] = frozenset()
    """A field of the class itself, which no constructor takes."""


class Semantics:
    """Builtins, library and SDK models of one language; stateless but for caches.

    Receivers here are values that the engine has no rules for: ``Ext``, ``Handle``, strings, containers.
    A result of None means "no model", which is what every method says here; the engine then makes it an
    unknown of that library. A language overrides what it has a model for.
    """

    specials: ClassVar[Specials] = Specials()
    """The members that the language calls by itself."""

    generics: ClassVar[Generics] = Generics()
    """What types with arguments say."""

    keeping: ClassVar[frozenset[str]] = frozenset()
    """Methods that are told a name and what to keep under it: ``context.set("s3", client)``."""

    giving: ClassVar[frozenset[str]] = frozenset()
    """Methods that give what is kept under a name."""

    overloaded: ClassVar[frozenset[str]] = frozenset()
    """Operators by which libraries put functions and objects together."""

    plain_bases: ClassVar[tuple[str, ...]] = ()
    """How the paths of library classes begin that give nothing to a class which derives from them."""

    fixed: ClassVar[frozenset[str]] = frozenset()
    """Names of builtins that a test may be decided by."""

    equality: ClassVar[frozenset[str]] = frozenset()
    """Methods that say whether a text is the same as another: ``"stop".equals(mode)``."""
    null_receivers: ClassVar[bool] = False
    """A method may be called of null, and ask whether it is."""
    texts_are_there: ClassVar[bool] = False
    """No text is null: a null that is compared with one stands for the empty value of a type."""
    converts_to_compare: ClassVar[bool] = False
    """``==`` takes a number or a truth value and a text that says the same for equal."""
    emptiness: ClassVar[frozenset[str]] = frozenset()
    """Methods that say whether nothing is in a text."""
    blankness: ClassVar[frozenset[str]] = frozenset()
    """Methods that say whether nothing but white space is in a text."""
    text_tests: ClassVar[Mapping[str, str]] = {}
    """Methods of texts, and functions of libraries by their paths, that say whether another text is in one,
    and where they look: ``beginning``, ``end``, ``part``."""
    environ: ClassVar[frozenset[str]] = frozenset()
    """Members by which a test reads a variable of the environment as text, which is true when it is set."""

    starts_methods: ClassVar[bool] = False
    """An entry point is a method of the class that a file is named after."""

    changing: ClassVar[frozenset[str]] = frozenset()
    """Methods that change a sequence in place."""

    packages_first: ClassVar[bool] = False
    """A module is run after the packages that it lies in."""

    fields_apart: ClassVar[bool] = False
    """A field of an object is none of its methods, whatever it is called."""

    rebinding: ClassVar[frozenset[str]] = frozenset()
    """Members of functions whose first argument is what these are methods of."""
    types_erased: ClassVar[bool] = False
    """Data may be said to be of a class that has not made it (``JSON.parse(text) as Row``)."""
    given: ClassVar[frozenset[str]] = frozenset()
    """Fields that the front end itself gives all instances that have them."""
    absent: ClassVar[Value] = BOTTOM
    """What a dictionary has under a key that is not there, where that is no error; tests go both ways."""
    beyond: ClassVar[Value] = BOTTOM
    """The same, of what is past the end of a sequence."""
    unassigned: ClassVar[tuple[Value, ...]] = (BOTTOM,)
    """What a receiver is that the code at hand gives no value, so that ``missing_call`` is asked."""

    def instead(self, value: Value) -> Value:
        """What is read where a dictionary or instance perhaps has no value under a key, and else this one."""
        return self.absent

    def builtin(self, run: Interpreter, name: str) -> Value | None:
        """The value of a name bound nowhere in the program."""
        return None

    def attribute(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        """``receiver.name``."""
        return None

    def unknown_attribute(self, run: Interpreter, receiver: Unknown, name: str) -> Value | None:
        """``receiver.name`` of something that nothing but its name is known of."""
        return None

    def may_request(self, run: Interpreter, name: str) -> bool:
        """Whether a method of that name may be a client's, and can hardly be anything else."""
        return False

    def counts(self, function: Ext | Handle | Method, args: Args) -> bool:
        """Whether a model knows itself what arguments of unknown number are."""
        return False

    def known_by_name(self, name: str) -> bool:
        """Whether a library's method may make requests whatever it is of, by its name and arguments."""
        return False

    def call(self, run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value | None:
        """A call of an ``Ext``, a ``Handle`` or a ``Method``."""
        return None

    def is_whole(self, function: Ext | Handle | Method) -> bool:
        """The model of something of a library does all that that does with its arguments."""
        return False

    any_request: ClassVar[frozenset[str]] = frozenset()
    """Methods of clients and sessions by which whoever calls them makes any request."""

    def hides(self, name: str) -> bool:
        """A field of that name can be read by the program alone."""
        return name.startswith("#")

    def makes_clients(self, value: Ext | Handle) -> bool:
        """Something of an SDK that makes clients, whoever calls it, and is a token of nothing."""
        return False

    def unknown_function(self, run: Interpreter, args: Args, pos: ir.Pos) -> None:
        """Something is called that nothing is known of: reports what it may do with its arguments."""

    def handed(self, run: Interpreter, args: Args, path: str, pos: ir.Pos) -> None:
        """Something that nothing is known of (of a library by its ``path``) may call methods that it gets."""
        self.call_given(run, args, pos)
        self.asked_for(run, args, pos)

    def call_given(self, run: Interpreter, args: Args, pos: ir.Pos) -> None:
        """Calls methods of clients and the like that something unknown gets. Nothing of the program's is."""
        further = () if args.more is None else (args.more,)
        for index, value in enumerate((*args.positional, *further)):
            for option in options(value):
                called = option.code() if isinstance(option, Handle) else option
                if any_operation(option) or any(self._requests(run, one) for one in options(called or NONE)):
                    run.call(option, self.handed_on(args, index), pos)

    def _requests(self, run: Interpreter, function: Value) -> bool:
        """A method of a client, or the like."""
        return (
            isinstance(function, Method)
            and isinstance(function.receiver, Handle)
            and function.receiver.sends()
            and not self.lacks(run, function.receiver, function.name)
        )

    def decorated(self, run: Interpreter, decorator: Value, target: Value, pos: ir.Pos) -> Value | None:
        """What a decorator of the program makes of a definition, where it gets more than that."""
        return None

    default_for_null: ClassVar[bool] = False
    """What is not passed is null, as ``undefined`` is: a parameter has its default there, if it has one."""
    defaults_when_defined: ClassVar[bool] = False
    """Defaults of parameters are what they are where the function is defined."""
    rest_takes_list: ClassVar[bool] = False
    """What gathers further arguments may be passed a sequence of them instead."""
    holding: ClassVar[frozenset[str]] = frozenset()
    """What of a library, by its path, only puts into another container what is in one."""
    looking: ClassVar[frozenset[str]] = frozenset()
    """What of a library, by its path, tells of what kind something is: it calls nothing and keeps nothing."""

    def given_by(self, run: Interpreter, args: Args, path: str, pos: ir.Pos) -> Value:
        """What functions among the arguments gave to a library that called them."""
        called, self.called_back = self.called_back, None
        return called[1] if called is not None and called[0] is args else BOTTOM

    def has_called(self, args: Args) -> bool:
        """Something without a model has called functions among these arguments."""
        return self.called_back is not None and self.called_back[0] is args

    only_result: Args | None = None
    """The arguments of a call of which no more is told than what comes out."""
    called_back: tuple[Args, Value] | None = None
    """The arguments of a library's call whose functions were called, and what these gave."""

    def carries_from(self, path: str) -> bool:
        """Whether what of a library has this path may give back objects that it gets."""
        return True

    indexed_members: ClassVar[bool] = False
    """``x[name] = value`` sets a member."""
    typed_fields: ClassVar[bool] = False
    """What a field of a library's object gets is of a type whose methods the library calls."""
    globals: ClassVar[frozenset[str]] = frozenset()
    """What has the program's globals as its members, and does nothing with them."""
    passes_holder: ClassVar[bool] = False
    """A function in a container gets it when it is called there: ``{...library, client}.run()``."""
    calls_fields: ClassVar[bool] = False
    """A library may call the functions in the fields of an object whose class it does not know."""
    follows_made: ClassVar[bool] = False
    """What derives from a library's type has methods of that called wherever it is made."""

    def calls_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool
    ) -> bool:
        """Whether a library may call a method of an instance that it gets.

        ``path`` is what of a library gets it, ``loose`` if no model tells what that does; None for what is
        made.
        """
        return False

    def may_call_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool
    ) -> bool:
        """Whether a library might call a method of an instance that it gets, though nothing says so."""
        return False

    def base_calls_back(self, run: Interpreter, cls: ClassV, function: ir.Function) -> bool:
        """Whether the constructor of an unknown base may keep an instance of a class, to call a method."""
        return False

    def found_by_definition(self, run: Interpreter, cls: ClassV) -> bool:
        """Whether a library may make instances of a class that it is never handed, told by its base."""
        return False

    def woven(self, run: Interpreter) -> Iterable[tuple[ir.Function, str]]:
        """Functions, with their modules, that are called around others that have been, and named by none."""
        return ()

    def hands_out(self, path: str) -> bool:
        """What of a library has this path gets objects in order to give them to the program."""
        return False

    def asked_for(self, run: Interpreter, args: Args, pos: ir.Pos) -> None:
        """``aws_paginate(client, "list_users")``: what gets a client and a method's name calls that."""
        values = told_by(args)
        clients = [one for one in values if isinstance(one, Handle) and one.sends()]
        if not clients:
            return
        names = [one.value for one in values if isinstance(one, Known) and isinstance(one.value, str)]
        with run.inferring():
            for name in names:
                known = run.operations
                if known.services_with_method(name) or known.services_with_operation(
                    name[:1].upper() + name[1:]
                ):
                    for client in clients:
                        if not self.lacks(run, client, name):
                            run.call(run.attribute(client, name), Args(open=True), pos)

    def handed_on(self, args: Args, index: int) -> Args:
        """What a function that is an argument is called with: most often what follows it."""
        following = args.positional[index + 1 :]
        return Args(following) if following else Args(open=True)

    functions_construct: ClassVar[bool] = False
    """``new`` may be said of any function (``constructible``)."""

    def constructible(self, run: Interpreter, function: Value) -> Value:
        """What ``new function()`` makes an instance of."""
        return function

    def applicable(self, run: Interpreter, alternatives: tuple[Value, ...], args: Args) -> tuple[Value, ...]:
        """Of several functions, those that a call with these arguments can mean (overloads)."""
        return alternatives

    def method(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        """What ``receiver.name(...)`` calls, where methods and fields have names of their own."""
        return None

    def narrowed(self, run: Interpreter, value: Value, annotation: ir.Expr) -> Value:
        """Of several alternatives, those that a variable of this declared type can hold."""
        return value

    def lacks(self, run: Interpreter, receiver: Value, name: str) -> bool:
        """An SDK value certainly has no such member: of several alternatives, it is not the one meant."""
        return False

    def item_of_any(self, run: Interpreter, key: Value) -> Value:
        """``anything[key]``, of the clients that may be meant, where members are asked for like that."""
        return BOTTOM

    def index(self, run: Interpreter, receiver: Value, key: Value) -> Value | None:
        """``receiver[key]``."""
        return None

    def iterate(self, run: Interpreter, iterable: Value) -> Value | None:
        """The items of an iteration over something of a library, a model or a dict."""
        return None

    def enter(self, run: Interpreter, manager: Value) -> Value | None:
        """What a context manager binds."""
        return None

    def may_swallow(self, manager: Ext | Unknown) -> bool:
        """Whether a context manager that is not the program's may end an error: what is behind is next."""
        return False

    def instance(self, run: Interpreter, annotation: Value) -> Value | None:
        """A value of an annotated library type."""
        return None

    def parameter(self, run: Interpreter, handle: Handle) -> Parameter | None:
        """What an SDK value is when passed as a request member."""
        return None

    def described(self, run: Interpreter, call: SdkCall, parameters: Struct) -> Struct:
        """The parameters of a request, nested ones too, under the API's names."""
        return parameters

    def set_attribute(
        self, run: Interpreter, receiver: Handle | Ext | FuncV | Method, name: str, value: Value
    ) -> None:
        """``receiver.name = value`` on an SDK value or something of a library."""

    def own_member(self, run: Interpreter, obj: Obj, cls: ClassV, name: str) -> Value | None:
        """A member that every instance of a class has by itself."""
        return None

    def class_member(self, run: Interpreter, cls: ClassV, name: str) -> Value | None:
        """A member that every class has by itself."""
        return None

    def module_member(self, run: Interpreter, module: str, name: str) -> Value | None:
        """A member that a module has without binding it."""
        return None

    def original(self, path: str) -> str:
        """What an import's path means if that is a copy of a library; empty if it is none."""
        return ""

    def root_member(self, name: str) -> Value:
        """A member of what all classes derive from."""
        return Ext(f"object.{name}")

    def inherited(self, run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
        """A member that a class of the program (``owner``: it, or an instance) has from a library class."""
        return None

    def certainly_has(self, base: Ext, name: str) -> bool:
        """A library class is known to have such a member: what a computed name sets is another one."""
        return False

    def constructed(self, run: Interpreter, obj: Obj, base: Ext, args: Args) -> None:
        """An instance is made by the constructor of the library class that it derives from."""

    def acts_when_made(self, base: Ext) -> bool:
        """The constructor of a library's class may do more with what it gets than to keep it as data."""
        return True

    def allotted(self, run: Interpreter, base: Ext, args: Args) -> None:
        """What making an instance of a class does that derives from a library's, whatever its own constructor
        does."""

    def bound_again(self, run: Interpreter, name: str) -> Iterable[str]:
        """Names of the running file that ``from name import *``, which is not here, may bind again."""
        return ()

    def unset_field(
        self, run: Interpreter, cls: ClassV, base: Ext, name: str, default: Value | None
    ) -> Value | None:
        """What an annotated field holds that its constructor is not given, in a class of a library's kind."""
        return None

    def aliased(
        self, run: Interpreter, cls: ClassV, name: str, args: Args, names: Iterable[str]
    ) -> Value | None:
        """What a new record is passed for a field under another name than its own (``names``)."""
        return None

    def kept(self, run: Interpreter, cls: ClassV, name: str, value: Value, *, default: bool) -> Value:
        """What a field of a record holds that is given a value, or starts out with it (``default``)."""
        return value

    def assigned(self, run: Interpreter, cls: ClassV, name: str, value: Value) -> Value:
        """What a field of a record holds that is assigned a value later."""
        return value

    def in_text(self, run: Interpreter, value: Value, part: ir.Expr | None = None) -> Value:
        """What stands in a text for a value that is put into it (by an expression of a template)."""
        return value

    def subclassed(self, run: Interpreter, base: Ext, cls: ClassV, pos: ir.Pos) -> None:
        """A class of the program derives from a library class."""

    def defined(self, run: Interpreter, cls: ClassV) -> None:
        """A class of the program has been defined."""

    def members(self, run: Interpreter, cls: ClassV) -> tuple[Value, ...] | None:
        """What iterating over a class gives."""
        return None

    def type_test(
        self, run: Interpreter, test: ir.Call | ir.TypeTest
    ) -> tuple[ir.Expr, ir.Expr, tuple[Value, ...]] | None:
        """What is tested, the expression of its type and the types that it names, if a type is tested."""
        return None

    def has_type(self, run: Interpreter, option: Value, kind: Value) -> bool | None:
        """Whether a value is of a type; None when that can't be told."""
        return None

    def set_index(self, run: Interpreter, receiver: Handle, key: Value, value: Value) -> None:
        """``receiver[key] = value`` on an SDK value or a view."""

    def set_member(self, run: Interpreter, obj: Obj, name: str, value: Value) -> bool:
        """A plain object has code of its own that is called when the member is set; which is called."""
        return False

    def set_library_index(self, run: Interpreter, receiver: Ext, key: Value, value: Value) -> None:
        """The same on something of a library."""

    def module_done(self, run: Interpreter) -> None:
        """The running module's body has been evaluated."""

    def augmented(self, run: Interpreter, op: str, left: Value, right: Value) -> bool:
        """``left op= right`` changes something of a library, and nothing else; that is done."""
        return False

    def binary(self, run: Interpreter, op: str, left: Value, right: Value) -> Value | None:
        """An operator with a meaning of its own on these values."""
        return None

    def unknown_call(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos, hint: str
    ) -> Value | None:
        """A method call on a receiver that stayed unknown: infer from the name, or report."""
        return None

    def missing_call(self, run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
        """A method call on something that no path assigns: what it may be is said, not dropped."""

    def wraps(self, value: Value) -> tuple[Value, ...]:
        """What is called when a value of a library is: a wrapped function."""
        return ()

    def is_entry(self, run: Interpreter, function: FuncV) -> bool:
        """A framework calls this function, whoever else does."""
        return False

    def only_from_tests(self, function: ir.Function) -> bool:
        """Nothing but a test can call this function: it takes what only a test has."""
        return False

    def public(self, run: Interpreter, module: str) -> Iterable[ir.Function]:
        """The functions and methods of a module that are made for other programs to call, too."""
        return ()

    def spread(self, run: Interpreter, value: Value, position: int, pos: ir.Pos) -> Value:
        """What a literal's ``...value`` has its members of, and a call's ``**value`` its arguments."""
        return value

    def module_members(self, run: State, module: str) -> Iterable[tuple[str, Value]]:
        """What is in a module as a value, by names, where a module is a container as any other."""
        return ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Language(FrontEnd):
    """One language: ``languages/<name>/__init__.py`` exports it as ``LANGUAGE``."""

    semantics: Callable[[], Semantics]
    construct: Callable[[Interpreter, ClassV, Args, ir.Pos], Value | None] | None = None
    """What calling a class gives, where that is not an instance made by a constructor."""
    typed: Callable[[Interpreter, ClassV], Value | None] | None = None
    """What a variable of a declared class can hold, where that is not just the class's own instances."""


def language_of(program: Program, module: str) -> Language:
    """The language of a module; a program is read by front ends of whole languages alone."""
    found = program.languages[module]
    assert isinstance(found, Language)
    return found


def any_operation(value: Value) -> bool:
    """A member of a client, or the like, whose name is computed."""
    found = value.computed() if isinstance(value, Handle) else None
    return found is not None and any(isinstance(one, Handle) and one.sends() for one in options(found[0]))
