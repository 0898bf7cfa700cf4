from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_core.domain.withdrawal import load_evidence
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.withdrawals import checking
from retour_core.withdrawals.check_models import ChainCheck
from retour_core.withdrawals.models import Withdrawal, WithdrawalRecord
from retour_core.withdrawals.operations import note_dates
from retour_portal.backoffice.access import grant_staff_role
from tests.factories import NOW
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.withdrawals.cases import withdraw

DOWNLOADS = ["evidence_file", "evidence_pdf", "acknowledgement", "chain"]


@pytest.fixture
def desk(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def _get(client: Client, withdrawal: Withdrawal, name: str = "evidence") -> Any:
    return client.get(reverse(f"withdrawals:{name}", args=[withdrawal.pk]))


def _said(client: Client, withdrawal: Withdrawal) -> list[str]:
    """The first card's sentences."""
    page = BeautifulSoup(_get(client, withdrawal).content, "html.parser")
    card = page.find("section", attrs={"aria-labelledby": "chain-heading"})
    return [" ".join(each.text.split()) for each in card.find_all(["h2", "p"])]


def _drain() -> None:
    while waiting := OutboxMessage.objects.filter(
        kind="withdrawal_check", done_at=None
    ):
        for message in waiting:
            deliver(message.pk)


def _names(response: Any) -> list[str | None]:
    _chain, records = load_evidence(b"".join(response))
    return [record.content and str(record.content["name"]) for record in records]


def test_the_page_checks_the_whole_chain(
    desk: Client, alpenglow: House, lune: House
) -> None:
    made = withdraw(alpenglow)
    withdraw(alpenglow)
    withdraw(lune)
    context = _get(desk, made).context
    assert (context["breaks"], context["record_count"]) == ([], 2)


def test_a_changed_record_is_named(desk: Client, alpenglow: House) -> None:
    made = withdraw(alpenglow)
    withdraw(alpenglow)
    content = {**made.content, "name": "Somebody else"}
    WithdrawalRecord.objects.filter(sequence=1).update(content=content)
    page = _get(desk, made)
    [(sequence, what)] = page.context["breaks"]
    assert (sequence, str(what)) == (1, "its content is not the one that was sealed")
    assert "The chain is broken" in page.content.decode()


def test_of_a_long_chain_the_page_says_what_was_checked_and_when(
    desk: Client, alpenglow: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "ON_SIGHT", 1)
    made = withdraw(alpenglow)
    withdraw(alpenglow)
    withdraw(alpenglow)
    assert _said(desk, made)[:2] == [
        "The whole chain was not checked yet",
        (
            "This record and those beside it were checked just now: they were not"
            " changed since they were sealed."
        ),
    ]
    assert "Check the whole chain now" in _get(desk, made).content.decode()
    answer = desk.post(reverse("withdrawals:check", args=[made.pk]))
    assert answer["Location"] == reverse("withdrawals:evidence", args=[made.pk])
    assert "being checked: 0 of 3 records" in " ".join(_said(desk, made))
    _drain()
    ChainCheck.objects.update(finished_at=NOW)
    withdraw(alpenglow)
    assert _said(desk, made) == [
        "The chain is whole",
        (
            "This record and those beside it were checked just now: they were not"
            " changed since they were sealed."
        ),
        (
            "The 3 records that Alpenglow had on 20 November 2026, 13:00 were checked"
            " then: none was changed, taken out, added or swapped since it was sealed."
        ),
        "Newer ones, not checked with the others yet: 1.",
        (
            "A chain as long as this is checked as a whole once a day, and whenever you"
            " ask for it."
        ),
        (
            "Records taken from the end show only against a seal kept elsewhere: the"
            " acknowledgement each customer has carries one."
        ),
    ]


def test_a_record_that_a_check_of_the_whole_chain_found_is_named(
    desk: Client, alpenglow: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "ON_SIGHT", 1)
    made = [withdraw(alpenglow) for _ in range(4)]
    WithdrawalRecord.objects.filter(sequence=4).update(content={"name": "X"})
    desk.post(reverse("withdrawals:check", args=[made[0].pk]))
    _drain()
    context = _get(desk, made[0]).context
    assert context["breaks"] == []
    assert context["earlier_breaks"] == [
        (4, "its content is not the one that was sealed")
    ]
    assert _said(desk, made[0])[0] == "The chain is broken"


def test_the_evidence_names_this_customer_only(desk: Client, alpenglow: House) -> None:
    withdraw(alpenglow, name="Xaver")
    made = withdraw(alpenglow)
    assert _names(_get(desk, made, "evidence_file")) == [None, "Berta Berg"]


def test_the_chain_of_the_brand_has_all_its_customers(
    desk: Client, alpenglow: House, lune: House
) -> None:
    withdraw(alpenglow, name="Xaver")
    withdraw(lune)
    assert _names(_get(desk, withdraw(alpenglow), "chain")) == ["Xaver", "Berta Berg"]


def test_the_command_on_the_page_verifies_the_file(
    desk: Client,
    alpenglow: House,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = withdraw(alpenglow)
    context = _get(desk, made).context
    file = tmp_path / context["evidence_name"]
    file.write_bytes(b"".join(_get(desk, made, "evidence_file")))
    call_command("verify_evidence", str(file), head=context["seal"])
    assert capsys.readouterr().out == (
        f"brand-{alpenglow.brand.pk}: 1 records, chain whole\n"
    )


@pytest.mark.parametrize(
    ("name", "kind", "file_name"),
    [
        ("evidence_file", "application/json", "{reference}-evidence.json"),
        ("acknowledgement", "application/pdf", "{reference}.pdf"),
        ("chain", "application/json", "alpenglow-withdrawals.json"),
    ],
)
def test_a_download_has_its_name_and_is_kept_nowhere(
    name: str, kind: str, file_name: str, desk: Client, alpenglow: House
) -> None:
    made = withdraw(alpenglow)
    response = _get(desk, made, name)
    assert response.streaming
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == (
        f'attachment; filename="{file_name.format(reference=made.reference)}"'
    )
    kept = set(response["Cache-Control"].split(", "))
    assert {"private", "no-store"} <= kept
    body = b"".join(response)
    assert body[:4] == b"%PDF" if kind == "application/pdf" else json.loads(body)


def test_an_agent_gives_one_customers_evidence_and_not_the_chain(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    made = withdraw(alpenglow)
    client = sign_in(alice)
    page = _get(client, made)
    assert page.context["may_export_chain"] is False
    assert "an administrator of Alpenglow can export it" in page.content.decode()
    assert _get(client, made, "evidence_file").status_code == 200
    assert _get(client, made, "acknowledgement").status_code == 200
    refused = _get(client, made, "chain")
    assert (refused.status_code, refused["Location"]) == (302, "/admin/")


@pytest.mark.parametrize("name", ["evidence", *DOWNLOADS])
def test_other_brands_staff_finds_no_evidence(
    name: str, charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    assert _get(sign_in(charlie), withdraw(alpenglow), name).status_code == 404


@pytest.mark.parametrize("name", ["evidence", *DOWNLOADS])
def test_evidence_is_only_read(name: str, desk: Client, alpenglow: House) -> None:
    url = reverse(f"withdrawals:{name}", args=[withdraw(alpenglow).pk])
    assert desk.post(url).status_code == 405


def test_who_runs_one_brand_exports_no_chain_of_another_they_help(
    anna: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    grant_staff_role(anna, lune.brand, Role.AGENT)
    theirs = withdraw(lune)
    client = sign_in(anna)
    assert _get(client, theirs).context["may_export_chain"] is False
    assert _get(client, theirs, "chain").status_code == 302


def test_an_erased_content_leaves_the_seals(desk: Client, alpenglow: House) -> None:
    made = withdraw(alpenglow)
    WithdrawalRecord.objects.update(content=None)
    assert _get(desk, made).context["breaks"] == []
    assert _names(_get(desk, made, "evidence_file")) == [None]
    page = _get(desk, made, "inspect").content.decode()
    assert "What was stated is erased" in page
    assert reverse("withdrawals:acknowledgement", args=[made.pk]) not in page
    assert desk.get(reverse("withdrawals:index")).status_code == 200


def _pdf_text(response: Any) -> str:
    document = pypdfium2.PdfDocument(b"".join(response))
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return " ".join("\n".join(pages).split())


def test_the_pdf_has_statement_words_record_and_what_followed(
    desk: Client, alpenglow: House
) -> None:
    made = withdraw(alpenglow)
    note_dates(made, refunded_at=NOW + timedelta(days=3))
    response = _get(desk, made, "evidence_pdf")
    assert response["Content-Disposition"] == (
        f'attachment; filename="{made.reference}-evidence.pdf"'
    )
    text = _pdf_text(response)
    for told in (
        f"Name {alpenglow.order.customer_name}",
        "Words shown withdraw from contract here confirm withdrawal",
        f"Recorded {made.record.recorded_at}",
        f"Seal {made.record.hash[:32]} {made.record.hash[32:]}",
        f"Order {alpenglow.order.number}",
        "Refunded 2026-11-23 12:00:00+00:00",
    ):
        assert told in text
    assert "Goods received" not in text


def test_the_pdf_of_an_erased_content_still_has_its_seal(
    desk: Client, alpenglow: House
) -> None:
    made = withdraw(alpenglow)
    WithdrawalRecord.objects.update(content=None)
    text = _pdf_text(_get(desk, made, "evidence_pdf"))
    assert made.record.hash[:32] in text
    assert alpenglow.order.customer_name not in text
