"""A month's statement on paper and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from babel import Locale
from babel.dates import format_date
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from retour_core.accounts.queries import account
from retour_core.billing.models import LedgerEntry
from retour_core.billing.queries import MonthlyStatement, bounds
from retour_core.domain.label_prices import EntryKind, StatementLine
from retour_core.domain.money import Money, format_money
from retour_core.imports.formulas import defused
from retour_core.labels.documents.letter import (
    Letter,
    LetterFact,
    LetterSum,
    render_letter,
)

COLUMNS = (
    *("date", "kind", "return", "tracking_number", "number_in_month", "amount"),
    *("currency", "plan", "test", "note", "invoice"),
)


def line_words(line: StatementLine, currency: str, locale: str) -> str:
    """“120 labels at €0.25”, in the active language."""
    each = format_money(Money(abs(line.unit_minor), currency), locale)
    texts = {
        EntryKind.LABEL: ngettext(
            "%(count)d label at %(each)s", "%(count)d labels at %(each)s", line.count
        ),
        EntryKind.CREDIT: ngettext(
            "%(count)d label cancelled unused, %(each)s back",
            "%(count)d labels cancelled unused, %(each)s back each",
            line.count,
        ),
        EntryKind.RECHARGE: ngettext(
            "%(count)d label charged after all at %(each)s",
            "%(count)d labels charged after all at %(each)s",
            line.count,
        ),
        EntryKind.SURCHARGE: ngettext(
            "%(count)d surcharge of the carrier at %(each)s",
            "%(count)d surcharges of the carrier at %(each)s",
            line.count,
        ),
    }
    return texts[line.kind] % {"count": line.count, "each": each}


def free_words(statement: MonthlyStatement) -> list[str]:
    """What happened and cost nothing, in the active language."""
    free = statement.free
    orders, files, returns = free.orders, free.imports, free.returns
    tests = free.test_labels
    counted = (
        (orders, ngettext("%(n)d order taken in", "%(n)d orders taken in", orders)),
        (files, ngettext("%(n)d file imported", "%(n)d files imported", files)),
        (returns, ngettext("%(n)d return", "%(n)d returns", returns)),
        (
            tests,
            ngettext(
                "%(n)d label of a test order", "%(n)d labels of test orders", tests
            ),
        ),
    )
    return [words % {"n": count} for count, words in counted]


def statement_pdf(statement: MonthlyStatement, *, locale: str) -> bytes:
    """A4 as PDF/A-2a; the same statement gives the same bytes."""
    brand, (start, end) = statement.brand, bounds(statement.month)
    with translation.override(locale):
        month = format_date(start, "LLLL y", Locale.parse(locale.replace("-", "_")))
        letter = Letter(
            brand_name=brand.name,
            brand_colour=brand.primary_colour,
            merchant=[account().name],
            title=_("Labels in %(month)s") % {"month": month},
            opening=_("Only labels are charged. Nothing else costs anything."),
            sums=_sums(statement, locale),
            facts=[LetterFact(_("Free of charge"), free_words(statement))],
            closing=_("Times are those of %(zone)s.") % {"zone": str(start.tzinfo)},
            locale=locale,
            created_on=date(end.year, end.month, 1),
        )
        return render_letter(letter)


def _sums(statement: MonthlyStatement, locale: str) -> list[LetterSum]:
    rows = [
        LetterSum(
            line_words(line, currency, locale),
            format_money(Money(line.minor, currency), locale),
        )
        for currency, line in statement.lines
    ]
    totals = [
        LetterSum(
            _("Total"), format_money(Money(minor, currency), locale), is_total=True
        )
        for currency, minor in statement.totals.items()
    ]
    return rows + (totals or [LetterSum(_("Total"), "0", is_total=True)])


def statement_rows(entries: Iterator[LedgerEntry]) -> Iterator[list[str]]:
    """The head and a row an entry; amounts are decimal, times UTC."""
    yield list(COLUMNS)
    for entry in entries:
        ret = entry.label.parent
        yield [
            entry.at.isoformat(timespec="seconds"),
            entry.kind,
            ret.rma_number,
            defused(entry.label.tracking_number),
            str(entry.nth or ""),
            Money(entry.amount_minor, entry.currency).to_string(),
            entry.currency,
            entry.plan.code,
            "true" if entry.is_test else "false",
            defused(entry.note),
            defused(entry.invoice),
        ]


def statement_csv(entries: Iterator[LedgerEntry]) -> str:
    """Commas, UTF-8, with a head."""
    sheet = io.StringIO()
    csv.writer(sheet).writerows(statement_rows(entries))
    return sheet.getvalue()
