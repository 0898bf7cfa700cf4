"""What is in the printer, and the boxes that are set on it.

Lengths are PostScript points of 1/72 inch, from the upper left corner downwards.
"""

from __future__ import annotations

from dataclasses import dataclass

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class Paper:
    """``margin`` is what must stay white of it; ``is_cut`` if the label is to be
    cut out of it."""

    name: str
    width: float
    height: float
    margin: float
    is_cut: bool = False


A6 = Paper("a6", 105 * MILLIMETRE, 148 * MILLIMETRE, 0.5 * MILLIMETRE)
INCHES_4X6 = Paper("4x6", 4 * 72, 6 * 72, 0.5 * MILLIMETRE)
A4 = Paper("a4", 210 * MILLIMETRE, 297 * MILLIMETRE, 8 * MILLIMETRE, is_cut=True)


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def turned(self) -> Box:
        """As large as this one after a quarter turn."""
        return Box(0, 0, self.height, self.width)

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def fits(self, paper: Paper, *, margin: float) -> bool:
        return (
            self.width <= paper.width - 2 * margin
            and self.height <= paper.height - 2 * margin
        )
