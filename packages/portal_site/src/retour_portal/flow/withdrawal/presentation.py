"""A statement as its writer reads it before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.utils.translation import gettext as _

from retour_core.brands.addresses import written_lines
from retour_core.brands.queries import default_return_address
from retour_core.domain.withdrawal import Statement, StatementLine
from retour_core.withdrawals.facts import Fact
from retour_portal.flow.presentation import language

if TYPE_CHECKING:
    from retour_core.brands.models import Brand


@dataclass(frozen=True)
class StepMark:
    name: str
    is_current: bool
    is_done: bool
    url: str = ""


def step_marks(*, is_confirming: bool = False, change_url: str = "") -> list[StepMark]:
    return [
        StepMark(_("Your statement"), not is_confirming, is_confirming, change_url),
        StepMark(_("Check and confirm"), is_confirming, is_done=False),
    ]


def statement_facts(statement: Statement) -> list[Fact]:
    """As it will be recorded: the writer's own words under captions."""
    facts = [
        Fact(_("Name"), (statement.name,)),
        Fact(_("Contract"), (statement.contract,)),
        Fact(_("You withdraw from"), _scope(statement)),
        Fact(_("Confirmation goes to"), (statement.email,)),
        Fact(_("Message"), tuple(statement.message.splitlines())),
    ]
    return [fact for fact in facts if any(fact.values)]


def line_text(line: StatementLine) -> str:
    if line.quantity == 1 and not line.line_id:
        return line.description
    return f"{line.quantity} × {line.description}"


def merchant_lines(brand: Brand) -> list[str]:
    """Name, postal address and e-mail: where a withdrawal on paper goes. One query."""
    address = default_return_address(brand.pk)
    written = written_lines(address, locale=language()) if address else []
    lines = [brand.name, *written, brand.support_email]
    return [line for line in lines if line]


def mail_link(brand: Brand, statement: Statement) -> str:
    """A ``mailto:`` link with the statement written out; empty without an address."""
    if not brand.support_email:
        return ""
    rows = [f"{f.caption}: {', '.join(f.values)}" for f in statement_facts(statement)]
    opening = _("I hereby withdraw from my contract.")
    subject = quote(_("Withdrawal"))
    body = quote("\r\n".join([opening, "", *rows]))
    return f"mailto:{brand.support_email}?subject={subject}&body={body}"


def _scope(statement: Statement) -> tuple[str, ...]:
    if not statement.is_partial:
        return (_("the whole contract"),)
    return tuple(line_text(line) for line in statement.lines)
