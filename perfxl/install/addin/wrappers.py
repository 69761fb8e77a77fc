"""The worksheet functions as VBA: one short function each, made from the registry."""

from __future__ import annotations

from collections.abc import Iterable

from perfxl.functions.signature import Argument, Function

NAME = "PxFunctions"
_HEAD = "Option Explicit\n' Made from the registry of functions; PxHost says how they reach Python.\n"
# The words that VBA keeps for itself (MS-VBAL 3.3.5.2); LibreOffice, which compiles the same text, keeps `base` too.
_KEPT = (
    "call case close const declare dim do else elseif end endif enum erase event exit for friend function get global "
    "gosub goto if implements input let lock loop lset next on open option print private public put raiseevent redim "
    "resume return rset seek select set static stop sub type unlock wend while with write rem any as byref byval each "
    "in new shared until withevents optional paramarray preserve spc tab then to addressof and eqv imp is like mod not "
    "or typeof xor abs cbool cbyte ccur cdate cdbl cdec cint clng clnglng clngptr csng cstr cvar cverr date debug "
    "doevents fix int len lenb me pset scale sgn string array circle inputb lbound ubound boolean byte currency double "
    "integer long longlong longptr single variant true false nothing empty null attribute class base"
)
_RESERVED = frozenset(_KEPT.split())


def source(functions: Iterable[Function]) -> str:
    """Return the module's text."""
    return "\n".join((_HEAD, *map(wrapper, functions)))


def wrapper(function: Function) -> str:
    """Return one function; an argument's name is the registry's, marked where VBA needs the word itself."""
    *fixed, last = function.arguments
    name = function.name
    if not last.repeats:
        given = f"Array({', '.join(map(_name, function.arguments))})"
        body = f'    {name} = PxCall("{name.lower()}", {given})\n'
    else:
        # A ParamArray may be copied, but not handed on.
        given = f"PxJoined(Array({', '.join(map(_name, fixed))}), rest)"
        body = f'    Dim rest As Variant\n    rest = {_name(last)}\n    {name} = PxCall("{name.lower()}", {given})\n'
    signature = ", ".join(map(_declared, function.arguments))
    return f"Public Function {name}({signature}) As Variant\n{body}End Function\n"


def _declared(argument: Argument) -> str:
    if argument.repeats:
        return f"ParamArray {_name(argument)}() As Variant"
    return f"{'Optional ' if argument.optional else ''}{_name(argument)} As Variant"


def _name(argument: Argument) -> str:
    return f"{argument.name}_value" if argument.name in _RESERVED else argument.name
