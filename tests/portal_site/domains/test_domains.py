"""A domain's way: claimed, proved, put to use, in trouble, removed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from retour_core.domain.errors import DomainError
from retour_portal.domains.lookup import Findings
from retour_portal.domains.models import DomainState, Pointing, PortalDomain, Proof
from retour_portal.domains.names import challenge_name
from retour_portal.domains.operations import (
    check,
    check_due,
    claim,
    note,
    remove,
)
from retour_portal.domains.switching import use_domain
from retour_portal.pages.operations import Look, PortalHostTaken, open_portal
from retour_portal.pages.portal_address import PortalAddress
from retour_portal.theming.models import Theme
from tests.factories import NOW, make_brand
from tests.portal_site.domains.conftest import RETURNS, lead_here, prove
from tests.portal_site.domains.name_server import NameServer
from tests.portal_site.theming.portals import make_portal

FIRST = "nordwand.retour.example"


def state(domain: PortalDomain) -> DomainState:
    domain.refresh_from_db()
    return domain.state_beside(Site.objects.get(theme__brand=domain.brand).hostname)


def in_use(server: NameServer, domain: PortalDomain) -> PortalDomain:
    prove(server, domain)
    lead_here(server, domain)
    return use_domain(domain)


def test_a_claim_waits_until_its_proof_is_found(
    dns: NameServer, claimed: PortalDomain
) -> None:
    check(claimed)
    assert (state(claimed), claimed.proof) == (DomainState.WAITING, Proof.MISSING)
    prove(dns, claimed)
    check(claimed)
    assert (state(claimed), claimed.pointing) == (
        DomainState.VERIFIED,
        Pointing.NOWHERE,
    )


def test_the_same_claim_twice_is_one_with_one_proof(
    nordwand: Theme, claimed: PortalDomain
) -> None:
    assert claim(nordwand.brand, RETURNS.upper(), now=NOW) == claimed
    assert PortalDomain.objects.count() == 1


def test_a_mere_claim_does_not_hold_back_who_proves(
    dns: NameServer, claimed: PortalDomain, lune: Theme
) -> None:
    theirs = claim(lune.brand, RETURNS, now=NOW)
    assert theirs.challenge != claimed.challenge
    prove(dns, theirs)
    check(theirs)
    check(claimed)
    assert (state(theirs), state(claimed)) == (
        DomainState.VERIFIED,
        DomainState.WAITING,
    )


def test_a_domain_is_held_by_the_first_that_proves_it(
    dns: NameServer, claimed: PortalDomain, lune: Theme
) -> None:
    theirs = claim(lune.brand, RETURNS, now=NOW)
    texts = [f'"{claimed.challenge}"', f'"{theirs.challenge}"']
    dns.says(challenge_name(RETURNS), "TXT", *texts)
    check(claimed)
    check(theirs)
    assert (state(theirs), theirs.proof) == (DomainState.WAITING, Proof.TAKEN)
    with pytest.raises(DomainError) as refused:
        claim(make_portal("third").brand, RETURNS, now=NOW)
    assert refused.value.code == "domain_taken"
    remove(claimed, now=NOW)
    check(theirs)
    assert state(theirs) == DomainState.VERIFIED


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite lets one transaction write at a time",
)
def test_of_two_that_prove_a_domain_at_once_one_holds_it(
    claimed: PortalDomain, lune: Theme
) -> None:
    theirs = claim(lune.brand, RETURNS, now=NOW)
    found = Findings(Proof.FOUND, Pointing.NOWHERE)
    together = Barrier(2)

    def prove_it(domain: PortalDomain) -> str:
        together.wait(timeout=10)
        try:
            return note(domain, found, now=NOW).proof
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        proofs = sorted(threads.map(prove_it, [claimed, theirs]))
    assert proofs == [Proof.FOUND, Proof.TAKEN]
    assert PortalDomain.objects.filter(verified_at=NOW).count() == 1


def test_the_database_lets_no_two_brands_hold_a_domain(
    claimed: PortalDomain, lune: Theme
) -> None:
    PortalDomain.objects.update(verified_at=NOW)
    with pytest.raises(IntegrityError):
        PortalDomain.objects.create(brand=lune.brand, host=RETURNS, verified_at=NOW)


def test_the_address_of_another_portal_cannot_be_claimed_nor_the_own(
    nordwand: Theme, lune: Theme
) -> None:
    for host, code in (
        ("lune.retour.example", "domain_taken"),
        (FIRST, "domain_in_use"),
    ):
        with pytest.raises(DomainError) as refused:
            claim(nordwand.brand, host, now=NOW)
        assert refused.value.code == code


def test_no_new_portal_opens_at_a_domain_somebody_holds(
    dns: NameServer, claimed: PortalDomain
) -> None:
    prove(dns, claimed)
    check(claimed)
    with pytest.raises(PortalHostTaken):
        open_portal(
            make_brand("third"),
            PortalAddress("https", RETURNS, 443),
            look=Look("#000000", "#000000"),
            texts={},
            live=False,
        )


def test_a_brand_has_twenty_domains_at_most(nordwand: Theme) -> None:
    for number in range(20):
        claim(nordwand.brand, f"r{number}.nordwand.example", now=NOW)
    with pytest.raises(DomainError) as refused:
        claim(nordwand.brand, RETURNS, now=NOW)
    assert refused.value.code == "too_many_domains"


def test_a_brand_without_a_portal_claims_nothing(db: None) -> None:
    with pytest.raises(DomainError) as refused:
        claim(make_brand("new"), RETURNS, now=NOW)
    assert refused.value.code == "no_portal_yet"


def test_putting_a_domain_to_use_moves_site_and_mails_together(
    dns: NameServer, claimed: PortalDomain, nordwand: Theme
) -> None:
    in_use(dns, claimed)
    nordwand.site.refresh_from_db()
    nordwand.brand.refresh_from_db()
    assert nordwand.site.hostname == RETURNS
    assert nordwand.brand.portal_url == f"https://{RETURNS}"
    assert state(claimed) == DomainState.ACTIVE


def test_only_what_is_proved_and_leads_here_is_put_to_use(
    dns: NameServer, claimed: PortalDomain, nordwand: Theme
) -> None:
    lead_here(dns, claimed)
    with pytest.raises(DomainError) as unproved:
        use_domain(claimed)
    dns.says(RETURNS, "CNAME", "shop.example")
    prove(dns, claimed)
    with pytest.raises(DomainError) as elsewhere:
        use_domain(claimed)
    assert (unproved.value.code, elsewhere.value.code) == (
        "domain_not_verified",
        "domain_leads_elsewhere",
    )
    nordwand.site.refresh_from_db()
    assert nordwand.site.hostname == FIRST
    # What the checks found is kept, though nothing was switched.
    assert state(claimed) == DomainState.VERIFIED


def test_the_address_that_was_left_leads_on_with_path_and_query(
    dns: NameServer, claimed: PortalDomain
) -> None:
    in_use(dns, claimed)
    response = Client().get("/go/abc-_1?x=1&y=%C3%BC", headers={"host": FIRST})
    assert response.status_code == 308
    assert response["Location"] == f"https://{RETURNS}/go/abc-_1?x=1&y=%C3%BC"
    assert response["Cache-Control"] == "private, max-age=3600"


def test_what_is_posted_to_the_old_address_leads_on_too(
    dns: NameServer, claimed: PortalDomain
) -> None:
    in_use(dns, claimed)
    response = Client().post("/en/return/", headers={"host": FIRST})
    assert (response.status_code, response["Location"]) == (
        308,
        f"https://{RETURNS}/en/return/",
    )


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "/%2F/evil"])
def test_the_way_on_never_leaves_the_brand(
    dns: NameServer, claimed: PortalDomain, path: str
) -> None:
    in_use(dns, claimed)
    location = Client().get(path, headers={"host": FIRST})["Location"]
    assert location.startswith(f"https://{RETURNS}/")


def test_a_verified_domain_not_in_use_leads_on_for_now_only(
    dns: NameServer, claimed: PortalDomain
) -> None:
    prove(dns, claimed)
    check(claimed)
    response = Client().get("/en/", headers={"host": RETURNS})
    assert (response.status_code, response["Location"], response["Cache-Control"]) == (
        307,
        f"https://{FIRST}/en/",
        "private, no-store",
    )


def test_a_claim_alone_leads_nowhere(claimed: PortalDomain) -> None:
    response = Client().get("/en/", headers={"host": RETURNS})
    assert response.status_code == 404
    assert b"nordwand" not in response.content.lower()


def test_going_back_to_the_first_address_needs_no_proof(
    dns: NameServer, claimed: PortalDomain, nordwand: Theme
) -> None:
    in_use(dns, claimed)
    use_domain(PortalDomain.objects.get(host=FIRST))
    nordwand.site.refresh_from_db()
    nordwand.brand.refresh_from_db()
    assert (nordwand.site.hostname, nordwand.brand.portal_url) == (
        FIRST,
        f"https://{FIRST}",
    )
    response = Client().get("/en/", headers={"host": RETURNS})
    assert (response.status_code, response["Location"]) == (308, f"https://{FIRST}/en/")


def test_a_portal_on_a_port_keeps_it(
    dns: NameServer, claimed: PortalDomain, nordwand: Theme
) -> None:
    nordwand.brand.portal_url = f"http://{FIRST}:8100"
    nordwand.brand.save()
    in_use(dns, claimed)
    nordwand.brand.refresh_from_db()
    assert nordwand.brand.portal_url == f"http://{RETURNS}:8100"


def test_when_the_proof_goes_the_portal_goes_on_with_a_warning(
    dns: NameServer, claimed: PortalDomain, nordwand: Theme
) -> None:
    in_use(dns, claimed)
    dns.forgets(challenge_name(RETURNS), "TXT")
    check(claimed)
    nordwand.site.refresh_from_db()
    assert (state(claimed), nordwand.site.hostname) == (DomainState.FAILING, RETURNS)
    prove(dns, claimed)
    check(claimed)
    assert state(claimed) == DomainState.ACTIVE


def test_a_name_server_that_fails_takes_nothing_away(
    dns: NameServer, claimed: PortalDomain
) -> None:
    in_use(dns, claimed)
    dns.broken.update({RETURNS, challenge_name(RETURNS)})
    check(claimed)
    assert (state(claimed), claimed.proof) == (DomainState.ACTIVE, Proof.UNKNOWN)


def test_the_domain_in_use_is_not_removed_another_is(
    dns: NameServer, claimed: PortalDomain
) -> None:
    in_use(dns, claimed)
    with pytest.raises(DomainError) as refused:
        remove(claimed, now=NOW)
    assert refused.value.code == "domain_in_use"
    first = PortalDomain.objects.get(host=FIRST)
    remove(first, now=NOW)
    assert state(first) == DomainState.REMOVED
    assert Client().get("/en/", headers={"host": FIRST}).status_code == 404
    with pytest.raises(DomainError) as gone:
        check(first)
    assert gone.value.code == "domain_gone"


def test_a_domain_removed_and_added_again_must_be_proved_anew(
    dns: NameServer, claimed: PortalDomain, nordwand: Theme
) -> None:
    prove(dns, claimed)
    check(claimed)
    remove(claimed, now=NOW)
    again = claim(nordwand.brand, RETURNS, now=NOW)
    check(again)
    assert (state(again), again.proof) == (DomainState.WAITING, Proof.OTHER)


def test_beat_asks_less_and_less_often_and_then_no_more(
    dns: NameServer, claimed: PortalDomain
) -> None:
    now = timezone.now()
    waits = []
    for age in (timedelta(), timedelta(hours=1), timedelta(days=1), timedelta(days=8)):
        PortalDomain.objects.update(created_at=now - age, next_check_at=now)
        assert check_due(now=now) == 1
        claimed.refresh_from_db()
        after = claimed.next_check_at
        waits.append(after and round((after - now).total_seconds() / 60))
    assert waits == [2, 30, 360, None]
    assert check_due(now=now + timedelta(days=30)) == 0


def test_beat_checks_what_is_verified_daily(
    dns: NameServer, claimed: PortalDomain
) -> None:
    in_use(dns, claimed)
    claimed.refresh_from_db()
    assert claimed.next_check_at is not None
    now = timezone.now()
    wait = claimed.next_check_at - now
    assert timedelta(hours=23) < wait <= timedelta(days=1)
    assert check_due(now=now) == 0
    assert check_due(now=now + timedelta(days=1)) == 1


class _Watched(list[tuple[str, int]]):
    """Name servers that note whether a transaction is open when they are asked."""

    seen: ClassVar[set[bool]] = set()

    def __iter__(self) -> Iterator[tuple[str, int]]:
        self.seen.add(connection.in_atomic_block)
        return super().__iter__()


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_dns_is_asked(
    dns: NameServer, claimed: PortalDomain, settings: Any
) -> None:
    settings.RETOUR_DNS_SERVERS = _Watched(settings.RETOUR_DNS_SERVERS)
    in_use(dns, claimed)
    PortalDomain.objects.update(next_check_at=NOW)
    # The address left, too: its row says whether it still leads here.
    assert check_due(now=timezone.now()) == 2
    assert _Watched.seen == {False}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (RETURNS, 404),
        (FIRST, 200),
        (f"{FIRST.upper()}.", 200),
        ("portals.retour.example", 200),
        ("evil.example", 404),
        ("", 404),
    ],
)
def test_a_proxy_gets_certificates_for_what_is_served_only(
    dns: NameServer, claimed: PortalDomain, asked: str, status: int
) -> None:
    assert Client().get("/tls/ask", {"domain": asked}).status_code == status


def test_a_proxy_gets_certificates_for_verified_domains_until_removed(
    dns: NameServer, claimed: PortalDomain, django_assert_num_queries: Any
) -> None:
    prove(dns, claimed)
    check(claimed)
    with django_assert_num_queries(2):
        assert Client().get("/tls/ask", {"domain": RETURNS}).status_code == 200
    remove(claimed, now=NOW)
    assert Client().get("/tls/ask", {"domain": RETURNS}).status_code == 404


def test_a_strangers_host_is_no_portal_even_beside_a_default_site(
    nordwand: Theme,
) -> None:
    nordwand.site.is_default_site = True
    nordwand.site.save()
    for path in ("/", "/en/", "/en/return/", "/brand.css", "/sitemap.xml"):
        response = Client().get(path, headers={"host": "stranger.example"})
        assert response.status_code == 404
        assert b"nordwand" not in response.content.lower()
    assert Client().get("/brand.css", headers={"host": FIRST}).status_code == 200


def test_a_known_host_costs_no_query_for_domains(
    claimed: PortalDomain, django_assert_num_queries: Any
) -> None:
    Client().get("/brand.css", headers={"host": FIRST})
    with django_assert_num_queries(1):
        known = Client().get("/brand.css", headers={"host": FIRST})
    with django_assert_num_queries(3):
        unknown = Client().get("/brand.css", headers={"host": "x.example"})
    assert (known.status_code, unknown.status_code) == (200, 404)


@pytest.mark.django_db
def test_a_forged_host_gets_into_no_mail(mailoutbox: Any, settings: Any) -> None:
    User.objects.create_user("anna", "anna@nordwand.example", "secret-of-hers")
    Client().post(
        "/admin/password_reset/",
        {"email": "anna@nordwand.example"},
        headers={"host": "evil.example"},
    )
    (mail,) = mailoutbox
    assert "evil" not in mail.body
    assert f"{settings.PUBLIC_URL}/admin/password_reset/confirm/" in mail.body
