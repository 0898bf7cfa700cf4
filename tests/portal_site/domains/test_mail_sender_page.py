"""Returns → Mail sender, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_portal.domains.models import MailSender
from retour_portal.domains.senders import save_sender
from retour_portal.theming.models import Theme
from tests.factories import NOW
from tests.portal_site.domains.name_server import NameServer
from tests.portal_site.domains.test_pages import person

PAGE = "/admin/mail-sender/"


@pytest.fixture
def brand(nordwand: Theme, settings: Any) -> Brand:
    settings.DEFAULT_FROM_EMAIL = "post@retour.example"
    settings.RETOUR_EMAIL_SPF = "spf.retour.example"
    settings.RETOUR_EMAIL_DKIM = []
    assert nordwand.brand is not None
    return nordwand.brand


@pytest.fixture
def anna(brand: Brand) -> Client:
    return person("anna", brand, Role.ADMIN)


def told(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def rows(response: Any) -> list[tuple[str, str, str, str]]:
    return [
        (record.kind, record.name, record.value, record.found)
        for record in response.context["records"]
    ]


def test_an_address_shows_what_to_enter_and_then_what_was_found(
    dns: NameServer, anna: Client
) -> None:
    page = anna.post(PAGE, {"name": "", "address": "a@Nordwand.example"}, follow=True)
    sender = MailSender.objects.get()
    proof = ("TXT", "_retour-mail.nordwand.example", sender.challenge)
    spf = ("TXT", "nordwand.example", "v=spf1 include:spf.retour.example ~all")
    dmarc = ("TXT", "_dmarc.nordwand.example", "")
    new = "Not looked up yet."
    assert rows(page) == [(*proof, new), (*spf, new), (*dmarc, new)]
    assert page.context["shown_address"] == "post@retour.example"

    dns.says("_retour-mail.nordwand.example", "TXT", '"wrong"')
    dns.says("nordwand.example", "TXT", '"v=spf1 mx"', '"v=spf1 a"')
    check = reverse("mail-sender:check", args=[sender.pk])
    page = anna.post(check, follow=True)
    assert [row[3] for row in rows(page)] == [
        "Found something else: wrong",
        "Found several SPF records: receivers heed none of them.",
        "The domain refuses nothing.",
    ]

    dns.says("_retour-mail.nordwand.example", "TXT", f'"{sender.challenge}"')
    dns.says("nordwand.example", "TXT", '"v=spf1 include:spf.retour.example ~all"')
    assert told(anna.post(check)) == ["Mails come from a@nordwand.example now."]
    assert anna.get(PAGE).context["shown_address"] == "a@nordwand.example"


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"address": "a b@c.example"}, "address", "Write an address such as "),
        ({"address": "a@gmail"}, "address", "What stands after the @ must be"),
        ({"name": "A\u202eB"}, "name", "Write the name in one line"),
    ],
)
def test_a_refusal_says_why_beside_the_field(
    anna: Client, data: dict[str, str], field: str, said: str
) -> None:
    response = anna.post(PAGE, data)

    assert response.status_code == 422
    [words] = response.context["form"].errors[field]
    assert words[: len(said)] == said
    assert MailSender.objects.count() == 0


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.EDITOR, Role.AGENT])
def test_only_who_administers_the_brand_chooses_its_sender(
    brand: Brand, lune: Theme, role: Role
) -> None:
    sender = save_sender(brand, name="", address="a@nordwand.example", now=NOW)
    assert lune.brand is not None
    check = reverse("mail-sender:check", args=[sender.pk])
    own, foreign = (
        person("bob", brand, role),
        person("charlie", lune.brand, Role.ADMIN),
    )
    for stranger in (own, foreign):
        assert stranger.get(f"{PAGE}?brand={brand.pk}").status_code != 200
        stranger.post(f"{PAGE}?brand={brand.pk}", {"address": "x@y.example"})
        stranger.post(check)
    assert foreign.post(check).status_code == 404
    sender.refresh_from_db()
    assert (sender.address, sender.checked_at) == ("a@nordwand.example", None)
