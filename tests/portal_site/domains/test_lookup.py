from __future__ import annotations

import time
from typing import Any

import pytest

from retour_portal.domains.lookup import Findings, look_up
from retour_portal.domains.models import Pointing, Proof
from tests.portal_site.domains.conftest import OURS, PORTALS, RETURNS
from tests.portal_site.domains.name_server import NameServer

CHALLENGE = "_retour-challenge." + RETURNS


def test_proof_and_a_cname_to_us(dns: NameServer) -> None:
    dns.says(CHALLENGE, "TXT", '"abc"')
    dns.says(RETURNS, "CNAME", PORTALS)
    assert look_up(RETURNS, "abc") == Findings(
        Proof.FOUND, Pointing.HERE, ("abc",), (PORTALS,), (OURS,)
    )


def test_nothing_at_all(dns: NameServer) -> None:
    assert look_up(RETURNS, "abc") == Findings(Proof.MISSING, Pointing.NOWHERE)


def test_a_name_that_has_records_of_other_kinds_only(dns: NameServer) -> None:
    dns.says(CHALLENGE, "MX", "10 mail.example.")
    dns.says(RETURNS, "MX", "10 mail.example.")
    assert look_up(RETURNS, "abc") == Findings(Proof.MISSING, Pointing.NOWHERE)


def test_the_proof_may_stand_beside_others_and_in_pieces(dns: NameServer) -> None:
    dns.says(CHALLENGE, "TXT", '"v=spf1 -all"', '"a" "bc"')
    found = look_up(RETURNS, "abc")
    assert (found.proof, set(found.texts)) == (Proof.FOUND, {"v=spf1 -all", "abc"})


def test_a_wrong_proof_is_told_apart_from_none(dns: NameServer) -> None:
    dns.says(CHALLENGE, "TXT", '"abcd"')
    found = look_up(RETURNS, "abc")
    assert (found.proof, found.texts) == (Proof.OTHER, ("abcd",))


@pytest.mark.parametrize(
    ("addresses", "pointing"),
    [
        ([OURS], Pointing.HERE),
        (["192.0.2.99"], Pointing.ELSEWHERE),
        ([OURS, "192.0.2.99"], Pointing.ELSEWHERE),
    ],
)
def test_every_address_must_be_ours(
    dns: NameServer, addresses: list[str], pointing: Pointing
) -> None:
    dns.says(RETURNS, "A", *addresses)
    assert look_up(RETURNS, "").pointing == pointing


def test_an_ipv6_address_of_somebody_else(dns: NameServer) -> None:
    dns.says(RETURNS, "A", OURS)
    dns.says(RETURNS, "AAAA", "2001:db8::99")
    found = look_up(RETURNS, "")
    assert found.pointing == Pointing.ELSEWHERE
    assert found.addresses == (OURS, "2001:db8::99")


def test_without_addresses_of_ours_the_public_host_is_asked_for_them(
    dns: NameServer, settings: Any
) -> None:
    settings.RETOUR_PUBLIC_ADDRESSES = []
    dns.says(RETURNS, "A", OURS)
    assert look_up(RETURNS, "").pointing == Pointing.HERE
    dns.broken.add(PORTALS)
    assert look_up(RETURNS, "").pointing == Pointing.UNKNOWN


def test_a_cname_to_somebody_else(dns: NameServer) -> None:
    dns.says(RETURNS, "CNAME", "shop.example")
    dns.says("shop.example", "A", "192.0.2.99")
    found = look_up(RETURNS, "")
    assert found.pointing == Pointing.ELSEWHERE
    assert (found.names, found.addresses) == (("shop.example",), ("192.0.2.99",))


@pytest.mark.parametrize("trouble", ["broken", "lying", "silent"])
def test_no_answer_to_go_by_is_no_verdict_and_takes_seconds_at_most(
    dns: NameServer, trouble: str
) -> None:
    getattr(dns, trouble).update({CHALLENGE, RETURNS})
    began = time.monotonic()
    found = look_up(RETURNS, "abc")
    assert found == Findings(Proof.UNKNOWN, Pointing.UNKNOWN)
    assert time.monotonic() - began < 8
    assert dns.asked[f"{CHALLENGE} TXT"] >= 1
