"""What the DNS says of a domain. Never call it inside a transaction: it waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import dns.exception
import dns.message
import dns.name
import dns.nameserver
import dns.rdatatype
import dns.resolver
from django.conf import settings

from retour_portal.domains.models import Pointing, Proof
from retour_portal.domains.names import challenge_name

# Seconds: of one question, and of all about one domain together.
_ONE_QUESTION = 2.5
_ALL_QUESTIONS = 6.0
_MOST_KEPT = 10
_SHOWN = 200
_LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Findings:
    """``texts`` stood at the challenge; ``names`` are where CNAMEs led, in order."""

    proof: Proof
    pointing: Pointing
    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass
class Answer:
    """``known`` is false where no name server said anything to go by."""

    known: bool = True
    values: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def look_up(host: str, challenge: str) -> Findings:
    """Asks for the proof (none without a ``challenge``) and where ``host`` leads.

    Takes 6 seconds at most; raises nothing.
    """
    questions = Questions()
    proof, texts = Proof.FOUND, Answer()
    if challenge:
        texts = questions.ask(challenge_name(host), "TXT")
        proof = _proof(texts, challenge)
    found = questions.addresses_of(host)
    return Findings(
        proof=proof,
        pointing=_pointing(found, questions),
        texts=tuple(text[:_SHOWN] for text in texts.values[:_MOST_KEPT]),
        names=tuple(found.names[:_MOST_KEPT]),
        addresses=tuple(found.values[:_MOST_KEPT]),
    )


class Questions:
    """Asked one after the other, against one clock: when its 6 seconds are over,
    nothing is known any more."""

    def __init__(self) -> None:
        self._until = time.monotonic() + _ALL_QUESTIONS

    def addresses_of(self, host: str) -> Answer:
        four = self.ask(host, "A")
        six = self.ask(host, "AAAA")
        return Answer(
            known=four.known and six.known,
            values=[*four.values, *six.values],
            names=four.names or six.names,
        )

    def ask(self, name: str, kind: str) -> Answer:
        seconds = min(_ONE_QUESTION, self._until - time.monotonic())
        if seconds <= 0:
            return Answer(known=False)
        try:
            answer = _resolver().resolve(
                dns.name.from_text(name),
                kind,
                raise_on_no_answer=False,
                search=False,
                lifetime=seconds,
            )
        except dns.resolver.NXDOMAIN:
            return Answer()
        except (dns.exception.DNSException, OSError):
            return Answer(known=False)
        rrset = answer.rrset or ()
        return Answer(
            values=[_text(record) for record in rrset],
            names=list(_chain(answer.response)),
        )


def _resolver() -> dns.resolver.Resolver:
    servers = settings.RETOUR_DNS_SERVERS
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        resolver.nameservers = [
            dns.nameserver.Do53Nameserver(address, port) for address, port in servers
        ]
    resolver.timeout = _ONE_QUESTION / 2
    return resolver


def _chain(response: dns.message.Message) -> Iterator[str]:
    if isinstance(response, dns.message.QueryMessage):
        for rrset in response.resolve_chaining().cnames:
            yield rrset[0].target.to_text(omit_final_dot=True).lower()


def _text(record: object) -> str:
    """A TXT record in one piece: long ones are stored in several."""
    strings = getattr(record, "strings", None)
    if strings is None:
        return str(record)
    return b"".join(strings).decode("utf-8", "replace")[:_LONGEST_TEXT]


def _proof(answer: Answer, challenge: str) -> Proof:
    if not answer.known:
        return Proof.UNKNOWN
    if any(value.strip() == challenge for value in answer.values):
        return Proof.FOUND
    return Proof.OTHER if answer.values else Proof.MISSING


def _pointing(found: Answer, questions: Questions) -> Pointing:
    """All addresses must be ours: a visitor is given any of them."""
    if settings.RETOUR_PUBLIC_HOST in found.names:
        return Pointing.HERE
    if not found.values:
        return Pointing.NOWHERE if found.known else Pointing.UNKNOWN
    ours = set(settings.RETOUR_PUBLIC_ADDRESSES)
    if not ours:
        own = questions.addresses_of(settings.RETOUR_PUBLIC_HOST)
        ours = set(own.values)
        if not ours and not own.known:
            return Pointing.UNKNOWN
    return Pointing.HERE if ours.issuperset(found.values) else Pointing.ELSEWHERE
