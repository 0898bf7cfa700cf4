"""What a format of tracking numbers is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

from retour_core.domain.tracking_numbers.checksums import Check


class Certainty(IntEnum):
    """How much a number's fitting says; a higher certainty is named first."""

    GUESS = 1
    """A length that several carriers use, nothing to check."""
    PLAUSIBLE = 2
    """A short prefix or pattern of letters, nothing to check."""
    CHECKED = 3
    """A common length, and the check digit fits: one in ten does by chance."""
    DISTINCTIVE = 4
    """A prefix hardly anybody else uses."""
    PROVEN = 5
    """A prefix of its own and a check digit that fits."""


@dataclass(frozen=True)
class Format:
    """``shape`` matches a whole normalised number of one of ``lengths``.

    Its group ``number`` is what the carrier's own tracking asks for (else all of it),
    its group ``checked`` what ``check`` is given (else all of it). ``url`` overrides
    the carrier's; ``dashes`` puts a dash in front of the last sign again.
    """

    carrier: str
    name: str
    certainty: Certainty
    lengths: tuple[int, ...]
    shape: str
    check: Check | None = None
    url: str | None = None
    dashes: bool = False
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(self.shape))

    @property
    def is_distinctive(self) -> bool:
        """Whether its shape alone says whose it is, apart from the check digit."""
        return self.certainty is Certainty.PROVEN and self.check is not None

    def read(self, text: str) -> str | None:
        """The carrier's own number in ``text`` (normalised), None if it is none."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        parts = found.groupdict()
        if self.check is not None and not self.check(parts.get("checked") or text):
            return None
        number = parts.get("number") or text
        return f"{number[:-1]}-{number[-1]}" if self.dashes else number
