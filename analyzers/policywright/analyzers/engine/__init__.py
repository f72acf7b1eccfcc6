"""The abstract interpreter: whole-program, on demand, context-sensitive, for every language.

``values`` and ``heap`` hold what is known, ``interpreter`` walks the IR, ``objects`` knows attributes,
calls and classes, ``engine`` schedules, ``roots`` chooses where to start, ``parameters`` turns engine
values into what the authorization layer reads. What a language adds (its builtins, its SDK) comes through
``language.Semantics``.
"""
