"""A late-bound call as VBA makes it: pywin32 cannot send an error value, so its variants are made here by hand."""

from __future__ import annotations

import ctypes

import pythoncom

_EMPTY_IID = (ctypes.c_ubyte * 16)()
_VARIANT_ARRAY, _LONG, _ERROR = 0x200C, 3, 10
_INVOKE = 6  # the place of Invoke among the functions of an IDispatch


class Variant(ctypes.Structure):
    """A VARIANT of 64-bit Windows."""

    _fields_ = (("kind", ctypes.c_ushort), ("reserved", ctypes.c_ushort * 3), ("value", ctypes.c_void_p),
                ("more", ctypes.c_void_p))  # fmt: skip


class _Parameters(ctypes.Structure):
    _fields_ = (("arguments", ctypes.POINTER(Variant)), ("named", ctypes.c_void_p), ("count", ctypes.c_uint),
                ("named_count", ctypes.c_uint))  # fmt: skip


class _Failure(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("reserved", ctypes.c_ushort), ("source", ctypes.c_wchar_p),
                ("description", ctypes.c_wchar_p), ("help", ctypes.c_wchar_p), ("context", ctypes.c_ulong),
                ("more", ctypes.c_void_p), ("deferred", ctypes.c_void_p), ("scode", ctypes.c_long))  # fmt: skip


_python = ctypes.PyDLL(pythoncom.__file__)
_python.PyCom_VariantFromPyObject.argtypes = ctypes.py_object, ctypes.POINTER(Variant)
_python.PyCom_PyObjectFromVariant.argtypes = (ctypes.POINTER(Variant),)
_python.PyCom_PyObjectFromVariant.restype = ctypes.py_object
_automation = ctypes.WinDLL("oleaut32")
_prototype = ctypes.WINFUNCTYPE(
    ctypes.c_long, ctypes.c_void_p, ctypes.c_long, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ushort,
    ctypes.POINTER(_Parameters), ctypes.POINTER(Variant), ctypes.POINTER(_Failure), ctypes.c_void_p,
)  # fmt: skip


def invoke(pointer: int, number: int, *given: object) -> object:
    """Call a method of the IDispatch at an address; whole numbers are sent as errors. OSError where it fails."""
    variants = (Variant * len(given))()
    for place, value in enumerate(reversed(given)):  # COM has the last argument first
        _python.PyCom_VariantFromPyObject(value, ctypes.byref(variants[place]))
        _mark_errors(variants[place])
    result, failure = Variant(), _Failure()
    functions = ctypes.cast(pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
    called = _prototype(functions[_INVOKE])
    code = called(
        pointer, number, _EMPTY_IID, 0, pythoncom.DISPATCH_METHOD, _Parameters(variants, None, len(given), 0),
        ctypes.byref(result), ctypes.byref(failure), None,
    )  # fmt: skip
    if code:
        raise OSError(code & 0xFFFFFFFF, failure.description or ctypes.FormatError(ctypes.c_long(code).value))
    return _python.PyCom_PyObjectFromVariant(ctypes.byref(result))


def _mark_errors(variant: Variant) -> None:
    """Make an error of every whole number, which no cell of Excel's holds, in arrays too."""
    if variant.kind == _LONG:
        variant.kind = _ERROR
    elif variant.kind == _VARIANT_ARRAY:
        for element in _elements(variant.value):
            _mark_errors(element)


def _elements(array: int) -> ctypes.Array[Variant]:
    data, count = ctypes.c_void_p(), 1
    for dimension in range(1, _automation.SafeArrayGetDim(ctypes.c_void_p(array)) + 1):
        upper = ctypes.c_long()
        _automation.SafeArrayGetUBound(ctypes.c_void_p(array), dimension, ctypes.byref(upper))
        count *= upper.value + 1
    _automation.SafeArrayAccessData(ctypes.c_void_p(array), ctypes.byref(data))
    _automation.SafeArrayUnaccessData(ctypes.c_void_p(array))
    return (Variant * count).from_address(data.value)
