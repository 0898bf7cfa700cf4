"""Asks the DNS for a sender's records. Never inside a transaction: it waits."""

from __future__ import annotations

from retour_portal.domains.lookup import Answer, Questions
from retour_portal.domains.sender_models import Checked, MailSender
from retour_portal.domains.sender_records import Wanted, wanted_of

_MOST_KEPT, _LONGEST = 5, 300


def look_up_sender(sender: MailSender) -> list[Checked]:
    """Takes 6 seconds at most; raises nothing."""
    questions = Questions()
    return [_checked(one, questions) for one in wanted_of(sender)]


def _checked(wanted: Wanted, questions: Questions) -> Checked:
    answer = questions.ask(wanted.name, wanted.kind)
    values = [value.strip() for value in answer.values]
    relevant = _relevant(wanted.purpose, values)
    return {
        "kind": wanted.kind,
        "name": wanted.name,
        "found": [value[:_LONGEST] for value in relevant[:_MOST_KEPT]],
        "is_good": _is_good(wanted, answer, relevant),
    }


def _relevant(purpose: str, values: list[str]) -> list[str]:
    """Other services keep their TXT records at the same name."""
    starts = {"spf": "v=spf1", "dmarc": "v=dmarc1"}.get(purpose, "")
    return [value for value in values if value.lower().startswith(starts)]


def _is_good(wanted: Wanted, answer: Answer, values: list[str]) -> bool | None:
    if not answer.known:
        return None
    match wanted.purpose:
        case "proof":
            return wanted.value in values
        case "spf":
            # Of two, receivers heed none (RFC 7208, 4.5).
            return len(values) == 1 and _includes(values[0], wanted.value)
        case "dkim":
            targets = [value.rstrip(".").lower() for value in values]
            return targets == [wanted.value.lower()]
        case _:
            return not any(_refuses(value) for value in values)


def _includes(record: str, wanted: str) -> bool:
    include = wanted.split()[1]
    host = include.partition(":")[2]
    terms = [term.lstrip("+") for term in record.lower().split()]
    return include.lower() in terms or f"redirect={host}".lower() in terms


def _refuses(record: str) -> bool:
    tags = (part.partition("=") for part in record.lower().split(";"))
    policy = {name.strip(): value.strip() for name, _equals, value in tags}
    asked = {policy.get("p", "none"), policy.get("sp", policy.get("p", "none"))}
    return bool(asked & {"quarantine", "reject"})
