from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.notifications.brand_mail import BrandMail, render
from retour_portal.domains.mail_addresses import read_mail_address, readable_address
from retour_portal.domains.models import MailSender
from retour_portal.domains.senders import (
    check_due_senders,
    check_sender,
    note_sender,
    save_sender,
)
from retour_portal.settings.mail import dkim_records, spf_host
from retour_portal.theming.models import Theme
from tests.factories import NOW
from tests.portal_site.domains.name_server import NameServer

ADDRESS, DOMAIN = "returns@nordwand.example", "nordwand.example"
OURS = "post@retour.example"


@pytest.fixture
def brand(nordwand: Theme, settings: Any) -> Brand:
    settings.DEFAULT_FROM_EMAIL = OURS
    settings.RETOUR_EMAIL_SPF = "spf.retour.example"
    settings.RETOUR_EMAIL_DKIM = [("r1", "r1.dkim.retour.example")]
    assert nordwand.brand is not None
    Brand.objects.filter(pk=nordwand.brand.pk).update(name="Nordwand")
    nordwand.brand.refresh_from_db()
    return nordwand.brand


@pytest.fixture
def sender(brand: Brand) -> MailSender:
    return save_sender(brand, name="", address=ADDRESS, now=NOW)


def publish(dns: NameServer, sender: MailSender) -> None:
    dns.says(f"_retour-mail.{DOMAIN}", "TXT", f'"{sender.challenge}"')
    dns.says(DOMAIN, "TXT", '"other=1"', '"v=spf1 mx include:spf.retour.example -all"')
    dns.says(f"r1._domainkey.{DOMAIN}", "CNAME", "r1.dkim.retour.example")


def headers(brand: Brand) -> tuple[str, str]:
    """From as sent, and the envelope's sender."""
    brand.refresh_from_db()
    mail = render(
        BrandMail(
            brand=brand,
            to="anna@example.org",
            subject="x",
            template="withdrawal_refused",
            locale="en",
            key="1",
            context={},
        )
    )
    message = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    assert message["Message-ID"] == "<retour-1@retour.example>"
    assert message["Bcc"] is None
    return str(message["From"]), mail.from_email


def test_until_its_domain_is_proved_mails_come_from_the_installation(
    dns: NameServer, brand: Brand, sender: MailSender
) -> None:
    ours = "Nordwand <post@retour.example>"
    assert headers(brand) == (ours, ours)

    check_sender(sender)
    assert headers(brand) == (ours, ours)

    publish(dns, sender)
    checked = check_sender(sender)
    assert [row["is_good"] for row in checked.found] == [True, True, True]
    # Bounces go to the installation in any case.
    assert headers(brand) == ("Nordwand <returns@nordwand.example>", ours)


def test_a_name_counts_at_once_and_an_address_taken_back_no_more(
    dns: NameServer, brand: Brand, sender: MailSender
) -> None:
    publish(dns, sender)
    check_sender(sender)
    save_sender(brand, name="Häuser, Retouren", address="hello@" + DOMAIN, now=NOW)
    assert headers(brand)[0] == '"Häuser, Retouren" <hello@nordwand.example>'

    save_sender(brand, name="Team", address="", now=NOW)

    assert headers(brand)[0] == "Team <post@retour.example>"
    row = MailSender.objects.get()
    assert (row.challenge, row.next_check_at, row.verified_at) == ("", None, None)


def test_another_domain_must_prove_itself_anew(
    dns: NameServer, brand: Brand, sender: MailSender
) -> None:
    publish(dns, sender)
    check_sender(sender)

    other = save_sender(brand, name="", address="a@lune.example", now=NOW)

    assert other.challenge != sender.challenge
    assert headers(brand)[0] == "Nordwand <post@retour.example>"
    # What was being looked up meanwhile proves the domain of before, not this one.
    good: Any = [{"kind": "TXT", "name": "x", "found": [], "is_good": True}]
    assert note_sender(sender, good, now=NOW).verified_at is None


def test_a_record_that_is_gone_ends_it_and_no_answer_does_not(
    dns: NameServer, brand: Brand, sender: MailSender
) -> None:
    publish(dns, sender)
    check_sender(sender)
    dns.broken.add(f"_retour-mail.{DOMAIN}")
    unsure = check_sender(sender)
    assert [row["is_good"] for row in unsure.found] == [None, True, True]
    assert headers(brand)[0] == "Nordwand <returns@nordwand.example>"

    dns.broken.clear()
    dns.forgets(f"_retour-mail.{DOMAIN}", "TXT")
    check_sender(sender)

    assert headers(brand)[0] == "Nordwand <post@retour.example>"


@pytest.mark.parametrize(
    ("records", "is_good"),
    [
        (['"V=SPF1 a +Include:SPF.retour.example -all"'], True),
        (['"v=spf1 redirect=spf.retour.example"'], True),
        (['"v=spf1 include:spf.retour.example" " -all"'], True),
        (['"v=spf1 include:spf.retour.example.evil ~all"'], False),
        # Receivers heed none of two (RFC 7208, 4.5).
        (['"v=spf1 include:spf.retour.example ~all"', '"v=spf1 mx ~all"'], False),
        (['"spf.retour.example"'], False),
    ],
)
def test_the_spf_record_names_the_installations_server(
    dns: NameServer, sender: MailSender, records: list[str], is_good: bool
) -> None:
    publish(dns, sender)
    dns.says(DOMAIN, "TXT", *records)

    checked = check_sender(sender)

    assert [row["is_good"] for row in checked.found] == [True, is_good, True]
    assert (checked.verified_at is not None) == is_good


@pytest.mark.parametrize(
    ("record", "is_used"),
    [
        ("", True),
        ("v=DMARC1; p=none", True),
        ("v=DMARC1; p=reject; rua=mailto:x@example.org", False),
        ("v=DMARC1;p=none;sp=quarantine", False),
    ],
)
def test_a_domain_that_refuses_what_is_not_signed_is_not_used_unsigned(
    dns: NameServer, brand: Brand, settings: Any, record: str, is_used: bool
) -> None:
    settings.RETOUR_EMAIL_SPF, settings.RETOUR_EMAIL_DKIM = "", []
    sender = save_sender(brand, name="", address=ADDRESS, now=NOW)
    publish(dns, sender)
    if record:
        dns.says(f"_dmarc.{DOMAIN}", "TXT", f'"{record}"')

    assert (check_sender(sender).verified_at is not None) == is_used
    settings.DEFAULT_FROM_EMAIL = "post@mail.nordwand.example"
    assert check_sender(sender).verified_at is not None


def test_senders_are_looked_up_by_themselves(
    dns: NameServer, brand: Brand, sender: MailSender
) -> None:
    assert check_due_senders(now=NOW) == 0
    due = sender.next_check_at
    assert due is not None
    publish(dns, sender)
    assert check_due_senders(now=due) == 1
    assert check_due_senders(now=due) == 0
    assert MailSender.objects.get().verified_at is not None


@pytest.mark.parametrize(
    ("typed", "read", "shown"),
    [
        (" Returns@Nordwand.Example ", "Returns@nordwand.example", None),
        ("a.b+c@mail.nordwand.example", "a.b+c@mail.nordwand.example", None),
        ("post@häuser.example", "post@xn--huser-gra.example", "post@häuser.example"),
    ],
)
def test_an_address_is_kept_in_ascii_and_shown_in_its_script(
    typed: str, read: str, shown: str | None
) -> None:
    assert read_mail_address(typed) == read
    assert readable_address(read) == (shown or read)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "a", "@b.example", "a@", "a@b", "a@localhost", "a@co.uk", "a@192.0.2.1"),
        *("a b@c.example", "ä@b.example", ".a@b.example", "a..b@c.example", "a@b@"),
        *("a@b.example\nBcc: x@y.example", "a\r\nBcc: x@b.example", "a@b.example>"),
        *('"a"@b.example', "a@b.example, c@d.example", "a@[192.0.2.1]", "a@-b.example"),
        *("<a@b.example", "a@b..example", "a" * 65 + "@b.example", "a@" + "b" * 64),
        "a\x00@b.example",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(DomainError):
        read_mail_address(typed)


@pytest.mark.parametrize(
    "name", ["A\nBcc: x@y.example", "A\r\nTo: x", "A\x7fB", "A\u202eB", "A\u2028B"]
)
def test_a_name_cannot_add_a_header(brand: Brand, name: str) -> None:
    with pytest.raises(DomainError):
        save_sender(brand, name=name, address="", now=NOW)
    # Not even one that came into the database by another way.
    Brand.objects.filter(pk=brand.pk).update(mail_name=name)
    shown, _envelope = headers(brand)
    assert shown.endswith(" <post@retour.example>")
    assert shown.isprintable()


def test_what_looks_like_an_address_in_a_name_stays_a_name(brand: Brand) -> None:
    save_sender(brand, name='bank@example.org" <x@y.example>', address="", now=NOW)

    shown, _envelope = headers(brand)

    assert shown.endswith('" <post@retour.example>')


@pytest.mark.parametrize("text", ["spf", "https://spf.example", "a b.example", "-a.b"])
def test_a_relay_that_is_no_host_stops_the_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="RETOUR_EMAIL_SPF"):
        spf_host(text)
    with pytest.raises(ImproperlyConfigured, match="RETOUR_EMAIL_DKIM"):
        dkim_records([f"s1={text}"])


def test_a_relays_names_are_read() -> None:
    assert (spf_host(""), spf_host("Spf.Relay.example")) == ("", "spf.relay.example")
    assert dkim_records(["S1=s1.relay.example", "a.b=k._domainkey.relay.example"]) == [
        ("s1", "s1.relay.example"),
        ("a.b", "k._domainkey.relay.example"),
    ]
