from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from retour_core.domain.errors import DomainError


@dataclass(frozen=True)
class Problem:
    """``row`` as a spreadsheet counts, or the number of the GeoJSON feature; ``text``
    says what is wrong and what to write instead."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        where = _("Row %(row)d, %(column)s") % {"row": self.row, "column": self.column}
        return f"{where}: {self.text}"


class UploadNotReady(DomainError):
    """This file is not checked, or was refused: mend it and upload it again."""

    code = "points_upload_not_ready"


class PointsRefused(DomainError):
    """The file has rows that cannot be read; nothing of it was taken."""

    code = "points_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)
