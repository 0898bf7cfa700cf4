"""A name server on loopback that says what a test wants it to, true or not."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset


@dataclass
class NameServer:
    """``zone`` holds (name, type) → values; a name without any does not exist.

    Names in ``silent`` get no answer, in ``broken`` SERVFAIL, in ``lying`` an answer to
    another question.
    """

    zone: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    lying: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)
    port: int = 0

    def says(self, name: str, kind: str, *values: str) -> None:
        self.zone[name, kind] = list(values)

    def forgets(self, name: str, kind: str) -> None:
        del self.zone[name, kind]

    def answer(self, query: dns.message.Message) -> dns.message.Message | None:
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True)
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked[f"{name} {kind}"] += 1
        if name in self.silent:
            return None
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if name in self.broken:
            response.set_rcode(dns.rcode.SERVFAIL)
            return response
        if name in self.lying:
            lie = dns.rrset.from_text("other.example.", 60, "IN", "A", "192.0.2.66")
            response.question = [dns.rrset.RRset(lie.name, lie.rdclass, lie.rdtype)]
            response.answer.append(lie)
            return response
        self._fill(response, name, kind)
        return response

    def _fill(self, response: dns.message.Message, name: str, kind: str) -> None:
        known = {name for name, _kind in self.zone}
        if name not in known:
            response.set_rcode(dns.rcode.NXDOMAIN)
        while (name, "CNAME") in self.zone:
            (target,) = self.zone[name, "CNAME"]
            response.answer.append(_rrset(name, "CNAME", [f"{target}."]))
            name = target
        if (name, kind) in self.zone:
            response.answer.append(_rrset(name, kind, self.zone[name, kind]))


def _rrset(name: str, kind: str, values: list[str]) -> dns.rrset.RRset:
    return dns.rrset.from_text_list(f"{name}.", 60, "IN", kind, values)


@contextmanager
def running() -> Iterator[NameServer]:
    server = NameServer()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        server.port = sock.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(sock, server), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            # A datagram wakes the thread, which then ends.
            sock.sendto(b"", sock.getsockname())
            thread.join(timeout=5)


def _serve(sock: socket.socket, server: NameServer) -> None:
    while True:
        datagram, sender = _received(sock)
        if not datagram:
            return
        answer = server.answer(dns.message.from_wire(datagram))
        if answer is not None:
            with suppress(OSError):
                sock.sendto(answer.to_wire(), sender)


def _received(sock: socket.socket) -> tuple[bytes, Any]:
    datagram, sender = sock.recvfrom(4096)
    return datagram, sender
