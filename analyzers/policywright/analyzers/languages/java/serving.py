"""What a framework calls of a program that hands itself over to it: ``SpringApplication.run(App.class)``.

Controllers, listeners, jobs and runners are found by their annotations and types; nobody in the program calls
them. Sources: the reference documentation of Spring Boot, Micronaut, Quarkus and Jakarta REST.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.names import simple_name
from policywright.analyzers.engine.values import BOTTOM, Obj, options
from policywright.analyzers.languages.java.places import every_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.program import Program

_STARTS = (
    "SpringApplication.run", "SpringApplication().run", "SpringApplicationBuilder().run", "Micronaut.run",
    "Micronaut.build().start", "Quarkus.run", "Javalin.create().start", "DropwizardApplication().run",
)  # fmt: skip
_SERVED = frozenset((
    "DELETE", "Delete", "DeleteMapping", "EventListener", "ExceptionHandler", "GET", "Get", "GetMapping",
    "HEAD", "Incoming", "JmsListener", "KafkaListener", "MessageMapping", "MutationMapping", "PATCH", "POST",
    "PUT", "Patch", "PatchMapping", "Post", "PostConstruct", "PostMapping", "Put", "PutMapping",
    "QueryMapping", "RabbitListener", "RequestMapping", "Scheduled", "SchemaMapping", "ServiceActivator",
    "SqsListener", "StreamListener", "SubscriptionMapping", "Topic", "TransactionalEventListener",
))  # fmt: skip
"""Annotations of methods that are called when something comes in, or when it is time."""
_TYPES = {
    "ApplicationListener": "onApplicationEvent", "ApplicationRunner": "run", "CommandLineRunner": "run",
    "Filter": "doFilter", "GenericFilterBean": "doFilter", "HandlerInterceptor": "preHandle",
    "InitializingBean": "afterPropertiesSet", "OncePerRequestFilter": "doFilterInternal",
    "QuarkusApplication": "run", "SmartLifecycle": "start", "WebFilter": "filter",
}  # fmt: skip
"""Types of a framework, and what it calls of those that derive from them."""
_FUNCTIONS = {**_TYPES, "Consumer": "accept", "Function": "apply", "Supplier": "get"}
"""The same of what methods make that are marked as beans: Spring Cloud Function calls functions, too."""


def serve(run: Interpreter, path: str, pos: ir.Pos) -> None:
    """Calls what a framework serves once the program hands over to it."""
    if not path.endswith(_STARTS):
        return
    for module, owner, name, served in _served(run.program):
        if module in run.program.not_found:
            continue
        run.ensure(module)
        for cls in every_class(run.program, module, owner):
            member = run.find(cls, name)
            for obj in options(run.typed_instance(cls)) if member is not None else ():
                made = run.call(run.bind_member(member or BOTTOM, obj, cls), ROOT_ARGS, pos)
                for bean in options(made) if served else ():
                    called = run.attribute(bean, served) if isinstance(bean, Obj) else bean
                    run.call(called, ROOT_ARGS, pos)


def _served(program: Program) -> list[tuple[str, str, str, str]]:
    """File, class and name of each method that a framework calls, and what it calls of what that makes."""
    return program.once("java served", lambda: [
        found for module in sorted(program.scope) if program.languages[module].name == "java"
        for found in _of_module(program.lowered(module))
    ])  # fmt: skip


def _of_module(module: ir.Module) -> Iterator[tuple[str, str, str, str]]:
    for function in module.functions:
        if not _SERVED.isdisjoint(function.marks):
            yield module.name, function.qualname.rpartition(".")[0], function.name, ""
        kind = simple_name(function.returns) if function.returns is not None else ""
        if "Bean" in function.marks and kind in _FUNCTIONS:
            yield module.name, function.qualname.rpartition(".")[0], function.name, _FUNCTIONS[kind]
    for cls in module.classes:
        for name in dict.fromkeys(_TYPES.get(simple_name(base), "") for base in cls.bases):
            if name:
                yield module.name, cls.qualname, name, ""
