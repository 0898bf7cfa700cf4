"""A draft shown to somebody without an account, until the link ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_portal.editorial.draft_links import make_link, token_of
from retour_portal.editorial.models import DraftLink
from tests.portal_site.editorial.desks import Desk, save_page, signed_in

NOW = datetime.now(UTC)


def shared(desk: Desk, *, days: int = 7, now: datetime = NOW) -> DraftLink:
    editor = desk.people[Role.EDITOR]
    save_page(signed_in(editor), desk.help, title="Help, better")
    return make_link(desk.help, days=days, by=editor, now=now)


def opened(token: str, desk: Desk) -> Any:
    client = Client(headers={"host": desk.site.hostname})
    return client.get(reverse("draft_page", args=[token]))


def test_a_reader_without_an_account_sees_the_draft_and_nothing_acts(
    nordwand: Desk,
) -> None:
    response = opened(token_of(shared(nordwand)), nordwand)
    assert response.status_code == 200
    assert "<h1>Help, better</h1>" in response.text
    assert "This is a draft" in response.text
    policies = response["Content-Security-Policy"].split("; ")
    assert {"form-action 'none'", "connect-src 'none'"} <= set(policies)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert list(response.cookies) == []
    live = Client(headers={"host": nordwand.site.hostname}).get("/en/help/")
    assert "Help, better" not in live.text
    assert "This is a draft" not in live.text


def test_a_draft_is_never_kept(nordwand: Desk) -> None:
    caches["pages"].clear()
    opened(token_of(shared(nordwand)), nordwand)
    kept = list(caches["pages"]._cache)  # type: ignore[attr-defined]
    assert [key for key in kept if ":page." in key] == []


@pytest.mark.parametrize("days", [1, 7, 30])
def test_a_link_ends(nordwand: Desk, days: int) -> None:
    before = NOW - timedelta(days=days)
    ended = shared(nordwand, days=days, now=before)
    still = shared(nordwand, days=days, now=before + timedelta(hours=5))
    assert opened(token_of(ended), nordwand).status_code == 410
    assert opened(token_of(still), nordwand).status_code == 200


def test_who_comes_too_late_reads_that_the_link_has_ended(nordwand: Desk) -> None:
    ended = shared(nordwand, days=1, now=NOW - timedelta(days=2))
    response = opened(token_of(ended), nordwand)
    assert "<h1>This link has ended</h1>" in response.text
    assert "Ask whoever sent it to you for a new one." in response.text
    assert "Help, better" not in response.text
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_a_reader_is_told_the_day_the_link_ends_in_words(nordwand: Desk) -> None:
    link = shared(nordwand, now=datetime(2099, 11, 28, 8, 5, tzinfo=UTC))
    ends = "The link ends on 5 December 2099, 08:05.</p>"
    assert ends in opened(token_of(link), nordwand).text


def test_a_link_lasts_no_other_time(nordwand: Desk) -> None:
    with pytest.raises(ValueError, match="not 365"):
        shared(nordwand, days=365)


def test_a_token_that_is_not_ours_opens_nothing(nordwand: Desk) -> None:
    link = shared(nordwand)
    for token in (link.public_id.hex, f"{link.public_id.hex}:x", "x", "%00"):
        assert opened(token, nordwand).status_code == 404


def test_another_brands_host_does_not_show_it(nordwand: Desk, lune: Desk) -> None:
    ended = shared(nordwand, now=NOW - timedelta(days=8))
    assert opened(token_of(shared(nordwand)), lune).status_code == 404
    assert opened(token_of(ended), lune).status_code == 404


def test_an_editor_makes_a_link_and_revokes_it(nordwand: Desk) -> None:
    editor = signed_in(nordwand.people[Role.EDITOR])
    url = reverse("draft_links", args=[nordwand.help.pk])
    editor.post(url, {"days": "7"})
    link = DraftLink.objects.get()
    assert token_of(link) in editor.get(url).content.decode()
    assert opened(token_of(link), nordwand).status_code == 200
    editor.post(reverse("revoke_draft_link", args=[nordwand.help.pk, link.pk]))
    assert opened(token_of(link), nordwand).status_code == 410
    assert token_of(link) not in editor.get(url).content.decode()


def test_a_time_that_is_not_offered_makes_no_link(nordwand: Desk) -> None:
    editor = signed_in(nordwand.people[Role.EDITOR])
    url = reverse("draft_links", args=[nordwand.help.pk])
    for days in ("365", "", "-1", "x"):
        editor.post(url, {"days": days})
    assert DraftLink.objects.count() == 0


def test_who_may_not_edit_the_page_shares_nothing(nordwand: Desk, lune: Desk) -> None:
    link = shared(nordwand)
    revoke = reverse("revoke_draft_link", args=[nordwand.help.pk, link.pk])
    url = reverse("draft_links", args=[nordwand.help.pk])
    for user in (lune.people[Role.ADMIN], nordwand.people[Role.AGENT]):
        client = signed_in(user)
        assert client.get(url).status_code == 404
        assert client.post(url, {"days": "7"}).status_code == 404
        assert client.post(revoke).status_code == 404
    mixed = reverse("revoke_draft_link", args=[lune.help.pk, link.pk])
    assert signed_in(lune.people[Role.ADMIN]).post(mixed).status_code == 404
    assert opened(token_of(link), nordwand).status_code == 200
    assert Client().get(url)["Location"].startswith("/admin/login/")
