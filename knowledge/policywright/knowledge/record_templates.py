"""The methods of records, written out for as many fields as ours have.

So they are compiled when this module is, and not at every start: ``records`` puts the names of the fields in. The
functions are what ``text`` says (a test compares them); what isn't here is made of it when it is needed.
"""

# fmt: off
# ruff: noqa: E501, E702
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

WRITTEN = {"__init__": range(25), "__eq__": range(1, 9), "__hash__": range(1, 9), "__lt__": range(7, 8)}
"""Numbers of fields, by method."""


def text(name: str, arity: int) -> str:
    """The source of a method of a record whose fields are ``f0``, ``f1``, ..."""
    fields = [f"f{index}" for index in range(arity)]
    function = f"{name.strip('_')}_{arity}"
    mine, theirs = ("".join(f"{of}.{field}, " for field in fields) for of in ("self", "other"))
    match name:
        case "__init__":
            stores = "; ".join(f"self.{field} = {field}" for field in fields) or "pass"
            return f"def {function}({', '.join(('self', *fields))}): {stores}\n"
        case "__hash__":
            return f"def {function}(self): return hash(({mine}))\n"
    sign = {"__eq__": "==", "__lt__": "<"}[name]
    same = "other.__class__ is self.__class__"
    return f"def {function}(self, other): return ({mine}) {sign} ({theirs}) if {same} else NotImplemented\n"


def init_0(self): pass
def init_1(self, f0): self.f0 = f0
def init_2(self, f0, f1): self.f0 = f0; self.f1 = f1
def init_3(self, f0, f1, f2): self.f0 = f0; self.f1 = f1; self.f2 = f2
def init_4(self, f0, f1, f2, f3): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3
def init_5(self, f0, f1, f2, f3, f4): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4
def init_6(self, f0, f1, f2, f3, f4, f5): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5
def init_7(self, f0, f1, f2, f3, f4, f5, f6): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6
def init_8(self, f0, f1, f2, f3, f4, f5, f6, f7): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7
def init_9(self, f0, f1, f2, f3, f4, f5, f6, f7, f8): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8
def init_10(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9
def init_11(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10
def init_12(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11
def init_13(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12
def init_14(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13
def init_15(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14
def init_16(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14; self.f15 = f15
def init_17(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14; self.f15 = f15; self.f16 = f16
def init_18(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14; self.f15 = f15; self.f16 = f16; self.f17 = f17
def init_19(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14; self.f15 = f15; self.f16 = f16; self.f17 = f17; self.f18 = f18
def init_20(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14; self.f15 = f15; self.f16 = f16; self.f17 = f17; self.f18 = f18; self.f19 = f19
def init_21(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14; self.f15 = f15; self.f16 = f16; self.f17 = f17; self.f18 = f18; self.f19 = f19; self.f20 = f20
def init_22(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14; self.f15 = f15; self.f16 = f16; self.f17 = f17; self.f18 = f18; self.f19 = f19; self.f20 = f20; self.f21 = f21
def init_23(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14; self.f15 = f15; self.f16 = f16; self.f17 = f17; self.f18 = f18; self.f19 = f19; self.f20 = f20; self.f21 = f21; self.f22 = f22
def init_24(self, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23): self.f0 = f0; self.f1 = f1; self.f2 = f2; self.f3 = f3; self.f4 = f4; self.f5 = f5; self.f6 = f6; self.f7 = f7; self.f8 = f8; self.f9 = f9; self.f10 = f10; self.f11 = f11; self.f12 = f12; self.f13 = f13; self.f14 = f14; self.f15 = f15; self.f16 = f16; self.f17 = f17; self.f18 = f18; self.f19 = f19; self.f20 = f20; self.f21 = f21; self.f22 = f22; self.f23 = f23
def eq_1(self, other): return (self.f0, ) == (other.f0, ) if other.__class__ is self.__class__ else NotImplemented
def eq_2(self, other): return (self.f0, self.f1, ) == (other.f0, other.f1, ) if other.__class__ is self.__class__ else NotImplemented
def eq_3(self, other): return (self.f0, self.f1, self.f2, ) == (other.f0, other.f1, other.f2, ) if other.__class__ is self.__class__ else NotImplemented
def eq_4(self, other): return (self.f0, self.f1, self.f2, self.f3, ) == (other.f0, other.f1, other.f2, other.f3, ) if other.__class__ is self.__class__ else NotImplemented
def eq_5(self, other): return (self.f0, self.f1, self.f2, self.f3, self.f4, ) == (other.f0, other.f1, other.f2, other.f3, other.f4, ) if other.__class__ is self.__class__ else NotImplemented
def eq_6(self, other): return (self.f0, self.f1, self.f2, self.f3, self.f4, self.f5, ) == (other.f0, other.f1, other.f2, other.f3, other.f4, other.f5, ) if other.__class__ is self.__class__ else NotImplemented
def eq_7(self, other): return (self.f0, self.f1, self.f2, self.f3, self.f4, self.f5, self.f6, ) == (other.f0, other.f1, other.f2, other.f3, other.f4, other.f5, other.f6, ) if other.__class__ is self.__class__ else NotImplemented
def eq_8(self, other): return (self.f0, self.f1, self.f2, self.f3, self.f4, self.f5, self.f6, self.f7, ) == (other.f0, other.f1, other.f2, other.f3, other.f4, other.f5, other.f6, other.f7, ) if other.__class__ is self.__class__ else NotImplemented
def hash_1(self): return hash((self.f0, ))
def hash_2(self): return hash((self.f0, self.f1, ))
def hash_3(self): return hash((self.f0, self.f1, self.f2, ))
def hash_4(self): return hash((self.f0, self.f1, self.f2, self.f3, ))
def hash_5(self): return hash((self.f0, self.f1, self.f2, self.f3, self.f4, ))
def hash_6(self): return hash((self.f0, self.f1, self.f2, self.f3, self.f4, self.f5, ))
def hash_7(self): return hash((self.f0, self.f1, self.f2, self.f3, self.f4, self.f5, self.f6, ))
def hash_8(self): return hash((self.f0, self.f1, self.f2, self.f3, self.f4, self.f5, self.f6, self.f7, ))
def lt_7(self, other): return (self.f0, self.f1, self.f2, self.f3, self.f4, self.f5, self.f6, ) < (other.f0, other.f1, other.f2, other.f3, other.f4, other.f5, other.f6, ) if other.__class__ is self.__class__ else NotImplemented
