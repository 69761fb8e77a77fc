"""Backgrounds and notes."""

from __future__ import annotations

from fake.com import Com
from openpyxl.comments import Comment as Note
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

_NONE, _SOLID = -4142, 1


class Interior(Com):
    def _set(self, fill: PatternFill) -> None:
        self._range._guard_looks()
        for spot in self._range._reached():
            self._range._cell(spot).fill = fill

    def _color(self) -> Color:
        (spot, *_) = self._range._spots()
        return self._range._cell(spot).fill.fgColor

    def get_Pattern(self) -> object:
        return self._range._common(lambda cell: _SOLID if cell.fill.fill_type else _NONE)

    def set_Pattern(self, pattern: int) -> None:
        assert pattern == _NONE
        self._set(PatternFill())

    def set_Color(self, number: int) -> None:
        blue, green, red = (number >> shift & 0xFF for shift in (16, 8, 0))
        self._set(PatternFill("solid", fgColor=f"FF{red:02X}{green:02X}{blue:02X}"))

    def set_ThemeColor(self, number: int) -> None:
        self._set(PatternFill("solid", fgColor=Color(theme=number - 1)))

    def set_TintAndShade(self, tint: float) -> None:
        self._set(PatternFill("solid", fgColor=Color(theme=self._color().theme, tint=tint)))

    def set_ColorIndex(self, number: int) -> None:
        self._set(PatternFill("solid", fgColor=Color(indexed=number + 7)))


class Comment(Com):
    @classmethod
    def added(cls, app: Com, cell: object, text: str) -> Comment:
        cell.comment = Note(text, "")
        return cls(app, cell=cell)

    def get_Shape(self) -> Shape:
        return Shape(self._app, note=self._cell.comment)

    def call_Text(self) -> str:
        return self._cell.comment.text

    def call_Delete(self) -> None:
        self._cell.comment = None


class Shape(Com):
    """The box of a note."""

    def set_Width(self, points: float) -> None:
        self._note.width = points

    def set_Height(self, points: float) -> None:
        self._note.height = points
