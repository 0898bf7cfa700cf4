"""Returns → Domain in the back office, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.domains.models import DomainState, PortalDomain
from retour_portal.domains.names import challenge_name
from retour_portal.domains.operations import check, claim
from retour_portal.theming.models import Theme
from tests.factories import NOW
from tests.portal_site.domains.conftest import OURS, PORTALS, RETURNS, lead_here, prove
from tests.portal_site.domains.name_server import NameServer

PAGE = "/admin/domains/"


def person(name: str, brand: Brand, role: Role) -> Client:
    user = User.objects.create_user(name, f"{name}@example.org", "secret-of-theirs")
    grant_staff_role(user, brand, role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def anna(nordwand: Theme) -> Client:
    assert nordwand.brand is not None
    return person("anna", nordwand.brand, Role.ADMIN)


def told(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def rows(response: Any) -> list[tuple[str, str, str, str]]:
    return [
        (record.kind, record.name, record.value, record.found)
        for card in response.context["cards"]
        for record in card.records
    ]


def test_adding_a_domain_shows_the_records_to_enter(
    dns: NameServer, anna: Client
) -> None:
    response = anna.post(PAGE, {"domain": "Returns.Nordwand.example "}, follow=True)
    domain = PortalDomain.objects.get()
    assert rows(response) == [
        ("TXT", challenge_name(RETURNS), domain.challenge, "Not looked up yet."),
        ("CNAME", RETURNS, PORTALS, "Not looked up yet."),
    ]
    assert domain.challenge in response.content.decode()


def test_a_registered_domain_gets_addresses_instead_of_a_cname(
    dns: NameServer, anna: Client, settings: Any
) -> None:
    settings.RETOUR_PUBLIC_ADDRESSES = [OURS, "2001:db8::10"]
    response = anna.post(PAGE, {"domain": "nordwand.example"}, follow=True)
    assert [row[0::2] for row in rows(response)[1:]] == [
        ("A", OURS),
        ("AAAA", "2001:db8::10"),
    ]
    assert "it cannot have a CNAME" in response.content.decode()


def test_without_addresses_a_registered_domain_needs_an_alias(
    dns: NameServer, anna: Client, settings: Any
) -> None:
    settings.RETOUR_PUBLIC_ADDRESSES = []
    response = anna.post(PAGE, {"domain": "nordwand.example"}, follow=True)
    assert [row[0::2] for row in rows(response)[1:]] == [("ALIAS", PORTALS)]


def test_a_name_in_another_script_is_shown_as_people_read_it(
    dns: NameServer, anna: Client
) -> None:
    page = anna.post(PAGE, {"domain": "rück.müller.de"}, follow=True).content.decode()
    assert "rück.müller.de</h2>" in page
    assert "In the DNS: xn--rck-hoa.xn--mller-kva.de" in page


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "This field is required."),
        ("co.uk", "Many register their names below this one. "),
        ("lune.retour.example", "Another portal of this installation has this domain."),
        ("nordwand.retour.example", "The portal is at this domain already."),
        ("a b", "This is no host name; write one such as returns.example.com."),
    ],
)
def test_a_refusal_says_why_beside_the_field_and_keeps_what_was_typed(
    dns: NameServer, anna: Client, lune: Theme, typed: str, error: str
) -> None:
    response = anna.post(PAGE, {"domain": typed})
    assert response.status_code == 422
    (said,) = response.context["form"].errors["domain"]
    assert said[: len(error)] == error
    assert response.context["form"]["domain"].value() == typed
    assert PortalDomain.objects.count() == 0


def test_checking_says_of_each_record_what_was_found(
    dns: NameServer, anna: Client, claimed: PortalDomain
) -> None:
    dns.says(challenge_name(RETURNS), "TXT", '"wrong"')
    dns.says(RETURNS, "A", "192.0.2.99")
    response = anna.post(reverse("domains:check", args=[claimed.pk]), follow=True)
    assert [row[3] for row in rows(response)] == [
        "Found something else: wrong",
        "Leads elsewhere: 192.0.2.99",
    ]
    assert "Use this domain" not in response.content.decode()


def test_using_a_domain_moves_the_portal(
    dns: NameServer, anna: Client, claimed: PortalDomain
) -> None:
    prove(dns, claimed)
    lead_here(dns, claimed)
    page = anna.post(reverse("domains:check", args=[claimed.pk]), follow=True)
    assert page.content.decode().count("Use this domain") == 1
    response = anna.post(reverse("domains:use", args=[claimed.pk]))
    assert told(response)[-1] == (
        "The portal is at returns.nordwand.example now. Its old address leads there."
    )
    cards = anna.get(PAGE).context["cards"]
    assert [(str(card.domain), card.state) for card in cards] == [
        (RETURNS, DomainState.ACTIVE),
        ("nordwand.retour.example", DomainState.VERIFIED),
    ]


def test_what_cannot_be_used_yet_says_so(
    dns: NameServer, anna: Client, claimed: PortalDomain
) -> None:
    response = anna.post(reverse("domains:use", args=[claimed.pk]))
    assert told(response) == [
        "The TXT record was not found, so the portal stays where it is."
    ]


def test_the_page_warns_of_a_proof_that_is_gone(
    dns: NameServer, anna: Client, claimed: PortalDomain
) -> None:
    prove(dns, claimed)
    check(claimed)
    dns.forgets(challenge_name(RETURNS), "TXT")
    check(claimed)
    page = anna.get(PAGE).content.decode()
    assert page.count("Everything goes on; put the TXT record back.") == 1


def test_removing_a_domain(
    dns: NameServer, anna: Client, claimed: PortalDomain
) -> None:
    anna.post(reverse("domains:remove", args=[claimed.pk]))
    assert anna.get(PAGE).context["cards"] == []
    gone = anna.post(reverse("domains:check", args=[claimed.pk]))
    assert told(gone)[-1] == "This domain was removed meanwhile."


def test_another_brands_administrator_sees_and_changes_nothing(
    dns: NameServer, claimed: PortalDomain, nordwand: Theme, lune: Theme
) -> None:
    assert lune.brand is not None
    charlie = person("charlie", lune.brand, Role.ADMIN)
    asked = f"{PAGE}?brand={claimed.brand_id}"
    assert charlie.get(asked).status_code == 404
    assert charlie.post(asked, {"domain": "x.lune.example"}).status_code == 404
    for name in ("check", "use", "remove"):
        url = reverse(f"domains:{name}", args=[claimed.pk])
        assert charlie.post(url).status_code == 404
    assert PortalDomain.objects.get() == claimed
    assert dns.asked.total() == 0
    assert RETURNS not in charlie.get(PAGE).content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.AGENT])
def test_who_does_not_run_the_brand_gets_no_domain_page(
    dns: NameServer, claimed: PortalDomain, nordwand: Theme, role: Role
) -> None:
    assert nordwand.brand is not None
    client = person("somebody", nordwand.brand, role)
    for response in (client.get(PAGE), client.post(PAGE, {"domain": "x.example"})):
        assert (response.status_code, response["Location"]) == (302, "/admin/")
    use = client.post(reverse("domains:use", args=[claimed.pk]))
    assert use.status_code == 404
    assert PortalDomain.objects.get() == claimed


def test_a_stranger_is_asked_to_sign_in(dns: NameServer, claimed: PortalDomain) -> None:
    for url in (PAGE, reverse("domains:use", args=[claimed.pk])):
        response = Client().post(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


def test_the_list_costs_the_same_for_one_and_three_domains(
    anna: Client, claimed: PortalDomain, django_assert_num_queries: Any
) -> None:
    anna.get(PAGE)
    with django_assert_num_queries(14):
        anna.get(PAGE)
    for name in ("a", "b"):
        claim(claimed.brand, f"{name}.nordwand.example", now=NOW)
    with django_assert_num_queries(14):
        anna.get(PAGE)
