"""Short words for what a withdrawal is like, for badges, filters and exports."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.domain.withdrawal import BreakKind, FlagKind
from retour_core.withdrawals.models import Withdrawal

FLAG_LABELS: Mapping[FlagKind, str | Promise] = {
    FlagKind.LATE: _("late"),
    FlagKind.POSSIBLY_LATE: _("perhaps late"),
    FlagKind.EXEMPT: _("perhaps exempt"),
    FlagKind.UNKNOWN_ORDER: _("order unknown"),
    FlagKind.UNSHIPPED: _("not shipped"),
    FlagKind.NOT_STATUTORY: _("outside the EU"),
}
BREAK_LABELS: Mapping[BreakKind, str | Promise] = {
    BreakKind.CONTENT: _("its content is not the one that was sealed"),
    BreakKind.SEAL: _("number, time or seal are not the ones that were sealed"),
    BreakKind.LINK: _("it does not follow the record before it"),
    BreakKind.SEQUENCE: _("a number is missing, doubled or out of order"),
    BreakKind.HEAD: _("a seal noted elsewhere is not among them"),
}
# Without them there is hardly ever ground to refuse.
SPEAKS_FOR_REFUSAL = frozenset(
    {
        FlagKind.LATE,
        FlagKind.POSSIBLY_LATE,
        FlagKind.EXEMPT,
        FlagKind.NOT_STATUTORY,
    }
)
_MAIL_LABELS = {
    "acknowledged": _("acknowledged"),
    "undeliverable": _("undeliverable"),
    "sending": _("being sent"),
}


def flag_kinds(withdrawal: Withdrawal) -> list[FlagKind]:
    """Each kind once, though several items may be exempt."""
    return list(dict.fromkeys(FlagKind(kind) for kind, _params in withdrawal.flags))


def flag_badges(withdrawal: Withdrawal) -> list[tuple[str, str]]:
    """Pairs of stable name and label."""
    return [(kind.value, str(FLAG_LABELS[kind])) for kind in flag_kinds(withdrawal)]


def mail_state(withdrawal: Withdrawal) -> str:
    """``undeliverable``, ``acknowledged`` or ``sending``."""
    if withdrawal.undeliverable:
        return "undeliverable"
    return "acknowledged" if withdrawal.acknowledged_at else "sending"


def mail_label(withdrawal: Withdrawal) -> str:
    return str(_MAIL_LABELS[mail_state(withdrawal)])


def case_state(withdrawal: Withdrawal) -> str:
    """``open``, ``accepted`` or ``refused``."""
    return withdrawal.decision or "open"


def case_label(withdrawal: Withdrawal) -> str:
    return str(withdrawal.get_decision_display())
