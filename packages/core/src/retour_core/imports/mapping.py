"""Which column is which field, and how the file writes amounts and dates."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from retour_core.domain.countries import is_country
from retour_core.domain.money import is_currency
from retour_core.domain.shape_words import shape_sentence
from retour_core.imports.errors import MappingIncomplete
from retour_core.imports.fields import Kind
from retour_core.imports.guessing import guess_fields
from retour_core.imports.models import ColumnMapping, FileKind, ImportJob
from retour_core.imports.tables import OWN_COLUMNS, Record, is_error_file
from retour_core.imports.values import (
    DateOrder,
    DecimalMark,
    guess_date_order,
    guess_decimal_mark,
)
from retour_core.imports.vocabulary import FIELD_BY_NAME

_Code = Annotated[str, StringConstraints(to_upper=True, strip_whitespace=True)]


class Mapping(BaseModel):
    """``columns`` leads from a column's header to the name of one of ``FIELDS``.

    ``country`` and ``currency`` are for orders whose row names none. ``date_order``
    is how dates with slashes are meant; ``None`` where the file does not show it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, str] = Field(default_factory=dict)
    country: _Code = ""
    currency: _Code = ""
    decimal_mark: DecimalMark = "."
    date_order: DateOrder | None = "dmy"


def read_mapping(raw: Any) -> Mapping:
    """A mapping from JSON. Raises ``MappingIncomplete`` for what is none."""
    try:
        return Mapping.model_validate(raw)
    except ValidationError as error:
        problems = {
            ".".join(map(str, item["loc"])): shape_sentence(item)
            for item in error.errors(include_url=False, include_input=False)
        }
        raise MappingIncomplete(_told(problems), fields=problems) from error


def guess_mapping(job: ImportJob, sample: Sequence[Record]) -> Mapping:
    """What the shop chose for such a file last; else what its headers say."""
    remembered = ColumnMapping.objects.filter(
        shop_id=job.shop_id, fingerprint=job.fingerprint
    ).first()
    if remembered is not None:
        kept = read_mapping(remembered.mapping)
        return _restricted(kept, job.header)
    columns = guess_fields([name for name in job.header if name not in OWN_COLUMNS])
    cells = {
        kind: _cells(job.header, columns, sample, kind)
        for kind in (Kind.AMOUNT, Kind.MOMENT)
    }
    mark = guess_decimal_mark(cells[Kind.AMOUNT])
    usual: DecimalMark = "," if job.delimiter == ";" else "."
    return Mapping(
        columns=columns,
        decimal_mark="." if job.kind == FileKind.XLSX else mark or usual,
        date_order=guess_date_order(cells[Kind.MOMENT]),
    )


def check_mapping(mapping: Mapping, header: Sequence[str]) -> None:
    """Raise ``MappingIncomplete`` unless orders can be read with it."""
    problems = dict(_column_problems(mapping.columns, header))
    named = set(mapping.columns.values())
    for name in ("number", "placed_at", "title"):
        if name not in named:
            problems[name] = _("Choose the column that holds it.")
    if not named & {"unit_price", "line_total"}:
        problems["unit_price"] = _("Choose the column that holds it.")
    problems.update(_constant_problems(mapping, named))
    if mapping.date_order is None:
        problems["date_order"] = _("Say whether the day or the month comes first.")
    if problems:
        raise MappingIncomplete(_told(problems), fields=problems)


def remember_mapping(job: ImportJob, mapping: Mapping) -> None:
    ColumnMapping.objects.update_or_create(
        shop_id=job.shop_id,
        fingerprint=job.fingerprint,
        defaults={"mapping": mapping.model_dump()},
    )


def takes_apostrophes(job: ImportJob) -> bool:
    """Whether cells may carry the apostrophe our own error files put in front."""
    return is_error_file(job.header)


def _restricted(mapping: Mapping, header: Sequence[str]) -> Mapping:
    # The same fingerprint folds case, so that spelling may differ.
    spelled = {name.casefold(): name for name in header}
    return mapping.model_copy(
        update={
            "columns": {
                spelled[column.casefold()]: name
                for column, name in mapping.columns.items()
                if column.casefold() in spelled
            }
        }
    )


def _cells(
    header: Sequence[str],
    columns: MappingType[str, str],
    sample: Sequence[Record],
    kind: Kind,
) -> list[str]:
    wanted = [
        index
        for index, column in enumerate(header)
        if column in columns and FIELD_BY_NAME[columns[column]].kind is kind
    ]
    return [
        record.cells[index].strip()
        for record in sample
        for index in wanted
        if index < len(record.cells)
    ]


def _column_problems(
    columns: MappingType[str, str], header: Sequence[str]
) -> list[tuple[str, str]]:
    problems = []
    seen: dict[str, str] = {}
    for column, name in columns.items():
        if column not in header:
            problems.append((column, _("The file has no column of this name.")))
        elif name not in FIELD_BY_NAME:
            problems.append((column, _("“%(name)s” is no field.") % {"name": name}))
        elif name in seen:
            problems.append(
                (
                    column,
                    _("“%(column)s” is chosen for this already.")
                    % {"column": seen[name]},
                )
            )
        seen.setdefault(name, column)
    return problems


def _constant_problems(mapping: Mapping, named: set[str]) -> dict[str, str]:
    problems = {}
    if mapping.country and not is_country(mapping.country):
        problems["country"] = _("This is no country.")
    elif not mapping.country and "country" not in named:
        problems["country"] = _("Choose a column, or one country for all orders.")
    if mapping.currency and not is_currency(mapping.currency):
        problems["currency"] = _("This is no ISO 4217 currency code, such as EUR.")
    elif not mapping.currency and "currency" not in named:
        problems["currency"] = _("Choose a column, or one currency for all orders.")
    return problems


def _told(problems: MappingType[str, str]) -> str:
    return " ".join(
        f"{FIELD_BY_NAME[name].label if name in FIELD_BY_NAME else name}: {text}"
        for name, text in problems.items()
    )
