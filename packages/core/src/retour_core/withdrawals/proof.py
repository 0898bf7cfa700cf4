"""How a withdrawal was recorded and what followed, as captioned lines for a dispute."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.withdrawals.facts import Fact
from retour_core.withdrawals.flags import flag_sentences
from retour_core.withdrawals.queries import course_of

if TYPE_CHECKING:
    from retour_core.withdrawals.models import Withdrawal


def course_facts(withdrawal: Withdrawal, locale: str) -> list[Fact]:
    """For a row of ``with_course``; only what is known, moments in UTC."""
    with translation.override(locale):
        facts = [*_recorded(withdrawal), *_followed(withdrawal, locale)]
    return [fact for fact in facts if any(fact.values)]


def _recorded(withdrawal: Withdrawal) -> list[Fact]:
    record, content = withdrawal.record, withdrawal.content
    words: dict[str, Any] = content.get("words", {})
    shown = tuple(words[name] for name in ("entry", "confirm") if words.get(name))
    return [
        Fact(_("Words shown"), shown),
        Fact(_("Language shown"), (content.get("locale", ""),)),
        Fact(_("Number of the record"), (str(record.sequence),)),
        Fact(_("Recorded"), (record.recorded_at,)),
        Fact(_("Hash of the content"), _halves(record.content_hash)),
        Fact(_("Seal"), _halves(record.hash)),
        Fact(_("Seal before it"), _halves(record.previous_hash)),
    ]


def _followed(withdrawal: Withdrawal, locale: str) -> list[Fact]:
    course = course_of(withdrawal)
    decision = (str(withdrawal.get_decision_display()),) if withdrawal.decision else ()
    return [
        Fact(_("Acknowledgement sent"), _moment(withdrawal.acknowledged_at)),
        Fact(_("Order"), (withdrawal.order.number if withdrawal.order else "",)),
        Fact(_("Return"), (withdrawal.ret.rma_number if withdrawal.ret else "",)),
        Fact(_("Noticed"), tuple(flag_sentences(withdrawal, locale=locale))),
        Fact(_("Sending proved"), _moment(course.proof_at)),
        Fact(_("Goods received"), _moment(course.received_at)),
        Fact(_("Refunded"), _moment(course.refunded_at)),
        Fact(_("Decision"), (*decision, *withdrawal.decision_reason.splitlines())),
    ]


def _halves(digest: str) -> tuple[str, ...]:
    # A line of the document holds half a SHA-256.
    return digest[:32], digest[32:]


def _moment(moment: datetime | None) -> tuple[str, ...]:
    if moment is None:
        return ()
    return (moment.astimezone(UTC).isoformat(sep=" ", timespec="seconds"),)
