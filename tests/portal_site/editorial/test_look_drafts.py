"""An editor drafts a look, a publisher of the same brand brings it to customers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from retour_core.accounts.models import Role
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_portal.backoffice.themes.about import look_url
from retour_portal.editorial import looks
from retour_portal.editorial.scheduling import publish_due
from retour_portal.theming.models import Theme
from retour_portal.theming.presets import BY_KEY
from retour_portal.theming.version_models import ThemeVersion
from tests.portal_site.editorial.desks import Desk, signed_in

OLD, NEW = "#1f3a5f", "#5b2bbf"


def form(**values: Any) -> dict[str, Any]:
    streams = ("header_links", "footer_links", "language_addresses", "socials")
    return {
        "primary_colour": NEW,
        "accent_colour": "#b4532a",
        "header_colour": "#ffffff",
        "page_colour": "#ffffff",
        "font": "system",
        "corners": "soft",
        "spacing": "normal",
        "version": "0",
        **{f"{name}-count": "0" for name in streams},
        **values,
    }


def as_role(desk: Desk, role: Role) -> Client:
    return signed_in(desk.people[role])


def save(desk: Desk, role: Role, **values: Any) -> Any:
    url = reverse("looks:edit_look", args=[desk.brand.pk])
    return as_role(desk, role).post(url, form(**values), follow=True)


def decide(desk: Desk, role: Role, do: str, **values: Any) -> Any:
    number = theme_of(desk).versions.exclude(stage="published").latest("number").number
    url = reverse("looks:decide_look", args=[desk.brand.pk, number])
    return as_role(desk, role).post(url, {"do": do, **values}, follow=True)


def theme_of(desk: Desk) -> Theme:
    return Theme.objects.get(brand=desk.brand)


def live(desk: Desk) -> str:
    """What customers see, of the page and of the mails."""
    page = Client(headers={"host": desk.site.hostname}).get("/brand.css")
    desk.brand.refresh_from_db()
    shown = page.text.partition("--brand-primary:")[2][:7]
    assert shown == desk.brand.primary_colour
    return shown


def stages(desk: Desk) -> list[str]:
    return list(
        theme_of(desk).versions.order_by("number").values_list("stage", flat=True)
    )


def told(response: Any) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def mails() -> list[tuple[list[str], str]]:
    mail.outbox.clear()
    for message in OutboxMessage.objects.filter(done_at=None).order_by("pk"):
        deliver(message.pk)
    assert list(OutboxMessage.objects.exclude(last_error="")) == []
    return [(message.to, message.subject) for message in mail.outbox]


def test_what_is_live_never_changes_by_saving_a_draft(nordwand: Desk) -> None:
    for role in (Role.EDITOR, Role.PUBLISHER):
        number = len(stages(nordwand)) if role == Role.PUBLISHER else 0
        said = save(nordwand, role, tagline=role.value, version=str(number))
        assert told(said) == [
            "Saved as a draft. Customers see it once it is published."
        ]
    assert live(nordwand) == OLD
    assert theme_of(nordwand).tagline == ""
    assert stages(nordwand) == ["published", "aside", "draft"]


def test_an_editor_submits_and_a_publisher_approves(nordwand: Desk) -> None:
    save(nordwand, Role.EDITOR, do="submit")
    assert mails() == [
        ([f"{role}-of-nordwand@example.org"], "Please approve: the look of Nordwand")
        for role in ("admin", "publisher")
    ]
    assert live(nordwand) == OLD
    said = decide(nordwand, Role.PUBLISHER, "publish", comment="Lovely")
    assert told(said) == ["Published. Customers see it now."]
    assert live(nordwand) == NEW
    assert stages(nordwand) == ["published", "published"]
    [(to, subject)] = mails()
    assert (to, subject) == (
        ["editor-of-nordwand@example.org"],
        "Approved: the look of Nordwand",
    )
    assert "Lovely" in mail.outbox[0].body


def test_a_look_that_waits_is_on_its_publishers_start_page(
    nordwand: Desk, lune: Desk
) -> None:
    def listed(desk: Desk, role: Role) -> list[str]:
        page = as_role(desk, role).get(reverse("wagtailadmin_home")).content
        links = BeautifulSoup(page, "html.parser").select("a[href*='/looks/?brand=']")
        return [str(link["href"]) for link in links]

    save(nordwand, Role.EDITOR)
    assert listed(nordwand, Role.PUBLISHER) == []
    decide(nordwand, Role.EDITOR, "submit")
    leads = [look_url(nordwand.brand.pk)]
    assert listed(nordwand, Role.PUBLISHER) == leads
    assert as_role(nordwand, Role.PUBLISHER).get(leads[0]).status_code == 200
    assert listed(nordwand, Role.EDITOR) == []
    assert listed(lune, Role.PUBLISHER) == []
    decide(nordwand, Role.PUBLISHER, "publish")
    assert listed(nordwand, Role.PUBLISHER) == []


def test_a_publisher_asks_for_changes_and_the_editor_reads_which(
    nordwand: Desk,
) -> None:
    save(nordwand, Role.EDITOR, do="submit")
    mails()
    assert told(decide(nordwand, Role.PUBLISHER, "ask", comment=" ")) == [
        "Write what shall be changed, then ask for it."
    ]
    decide(nordwand, Role.PUBLISHER, "ask", comment="Darker, please")
    assert stages(nordwand)[-1] == "sent_back"
    assert mails() == [
        (["editor-of-nordwand@example.org"], "Please change: the look of Nordwand")
    ]
    page = as_role(nordwand, Role.EDITOR).get(reverse("looks:index"))
    assert "Darker, please" in page.content.decode()
    save(nordwand, Role.EDITOR, version="2", primary_colour="#4a1fa8")
    assert stages(nordwand) == ["published", "aside", "sent_back"]
    decide(nordwand, Role.EDITOR, "submit")
    assert stages(nordwand)[-1] == "submitted"


def test_no_mail_goes_to_who_wants_none_nor_about_what_was_decided(
    nordwand: Desk,
) -> None:
    publisher = nordwand.people[Role.PUBLISHER]
    UserProfile.objects.create(user=publisher, submitted_notifications=False)
    save(nordwand, Role.EDITOR, do="submit")
    assert [to for to, _ in mails()] == [["admin-of-nordwand@example.org"]]
    decide(nordwand, Role.EDITOR, "take_back")
    decide(nordwand, Role.EDITOR, "submit")
    decide(nordwand, Role.EDITOR, "take_back")
    assert mails() == []


@pytest.mark.parametrize("do", ["publish", "ask", "schedule", "unschedule", "drop"])
def test_an_editor_decides_nothing(nordwand: Desk, do: str) -> None:
    save(nordwand, Role.EDITOR, do="submit")
    later = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    decide(nordwand, Role.EDITOR, do, comment="Now", at=later)
    assert stages(nordwand) == ["published", "submitted"]
    assert live(nordwand) == OLD


def test_an_editor_who_asks_the_form_to_publish_saves_a_draft(nordwand: Desk) -> None:
    save(nordwand, Role.EDITOR, do="publish")
    assert (live(nordwand), stages(nordwand)) == (OLD, ["published", "draft"])


def test_what_waits_is_an_editors_to_take_back_before_changing_it(
    nordwand: Desk,
) -> None:
    save(nordwand, Role.EDITOR, do="submit")
    said = save(nordwand, Role.EDITOR, version="2", tagline="More")
    assert told(said) == ["This look waits for a publisher. Take it back to change it."]
    decide(nordwand, Role.EDITOR, "take_back")
    save(nordwand, Role.EDITOR, version="2", tagline="More")
    assert stages(nordwand) == ["published", "aside", "draft"]


# Led home from what is for none of their roles in any brand.
_NO_LOOK = {Role.AGENT, Role.EDITOR}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("do", ["submit", "publish", "drop"])
def test_a_stranger_moves_nothing(
    nordwand: Desk, lune: Desk, role: Role, do: str
) -> None:
    save(nordwand, Role.EDITOR)
    stranger = signed_in(lune.people[role])
    number = theme_of(nordwand).versions.latest("number").number
    theirs = [nordwand.brand.pk]
    for url, sent in (
        (reverse("looks:decide_look", args=[*theirs, number]), {"do": do}),
        (
            reverse("looks:edit_look", args=theirs),
            form(version="2", do=do, tagline="X"),
        ),
        (reverse("looks:use_preset", args=[*theirs, "summit"]), {}),
        (reverse("looks:look_links", args=theirs), {"days": "7"}),
        (
            reverse("looks:embedding", args=theirs),
            {"embed_origins": "https://a.example"},
        ),
    ):
        answer = stranger.post(url, sent)
        assert answer.status_code in ({302, 404} if role in _NO_LOOK else {404})
    assert (live(nordwand), stages(nordwand)) == (OLD, ["published", "draft"])
    assert theme_of(nordwand).embed_origins == ""


def test_a_second_editor_sees_whose_draft_there_is_and_overwrites_none_unseen(
    nordwand: Desk,
) -> None:
    save(nordwand, Role.EDITOR, tagline="Emil's")
    page = as_role(nordwand, Role.PUBLISHER).get(reverse("looks:index"))
    assert "Draft 2 of editor-of-nordwand" in page.content.decode()
    stale = save(nordwand, Role.PUBLISHER, tagline="Paula's", version="0")
    assert told(stale) == [
        (
            "Somebody saved or published this look meanwhile. Look at it, then "
            "save again if yours shall count."
        )
    ]
    assert 'name="version" value="2"' in stale.content.decode()
    assert stages(nordwand) == ["published", "draft"]


def test_of_two_who_decide_the_second_is_told(nordwand: Desk) -> None:
    save(nordwand, Role.EDITOR, do="submit")
    draft = theme_of(nordwand).versions.get(stage="submitted")
    publisher = nordwand.people[Role.PUBLISHER]
    looks.publish(draft, by=publisher)
    with pytest.raises(looks.LookMoved):
        looks.ask_for_changes(draft, "No", by=publisher)
    assert stages(nordwand) == ["published", "published"]


def schedule(desk: Desk) -> ThemeVersion:
    save(desk, Role.EDITOR, do="submit")
    later = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    decide(desk, Role.PUBLISHER, "schedule", at=later)
    return theme_of(desk).versions.get(stage="scheduled")


def is_due(draft: ThemeVersion) -> None:
    past = timezone.now() - timedelta(minutes=1)
    ThemeVersion.objects.filter(pk=draft.pk).update(go_live_at=past)


def test_a_look_goes_live_at_its_time_once_and_the_kept_page_is_forgotten(
    nordwand: Desk,
) -> None:
    customer = Client(headers={"host": nordwand.site.hostname})
    draft = schedule(nordwand)
    before = customer.get("/en/").content
    assert customer.get("/en/").content == before
    assert (publish_due(), live(nordwand)) == (0, OLD)
    is_due(draft)
    assert (publish_due(), live(nordwand)) == (1, NEW)
    assert customer.get("/en/").content != before
    assert publish_due() == 0
    assert looks.publish_if_due(draft.pk, timezone.now()) is False
    assert stages(nordwand) == ["published", "published"]


def test_a_draft_beside_what_is_scheduled_does_not_touch_it(nordwand: Desk) -> None:
    draft = schedule(nordwand)
    save(nordwand, Role.EDITOR, tagline="Later", version="0")
    assert stages(nordwand) == ["published", "scheduled", "draft"]
    is_due(draft)
    publish_due()
    assert (live(nordwand), stages(nordwand)[-1]) == (NEW, "draft")


def test_what_is_scheduled_is_taken_back_by_publishers(nordwand: Desk) -> None:
    schedule(nordwand)
    decide(nordwand, Role.EDITOR, "unschedule")
    assert stages(nordwand)[-1] == "scheduled"
    decide(nordwand, Role.PUBLISHER, "unschedule")
    assert stages(nordwand)[-1] == "draft"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("", "Choose the day and the time."),
        ("soon", "This is no day and time: write it like 2026-03-31 09:00."),
        (
            "2020-01-01T09:00",
            "This time has passed. Choose a later one, or publish now.",
        ),
    ],
)
def test_a_time_that_is_none_is_refused(nordwand: Desk, at: str, sentence: str) -> None:
    save(nordwand, Role.EDITOR)
    assert told(decide(nordwand, Role.PUBLISHER, "schedule", at=at)) == [sentence]
    assert stages(nordwand) == ["published", "draft"]


def test_the_time_is_that_of_the_account(nordwand: Desk) -> None:
    publisher = nordwand.people[Role.PUBLISHER]
    UserProfile.objects.create(user=publisher, current_time_zone="Asia/Tokyo")
    save(nordwand, Role.EDITOR)
    decide(nordwand, Role.PUBLISHER, "schedule", at="2199-01-01T09:00")
    [draft] = ThemeVersion.objects.filter(stage="scheduled")
    assert draft.go_live_at is not None
    assert draft.go_live_at.isoformat() == "2199-01-01T00:00:00+00:00"


def test_a_theme_has_one_open_draft_in_the_database_too(nordwand: Desk) -> None:
    theme = theme_of(nordwand)
    user: User = nordwand.people[Role.EDITOR]
    look = BY_KEY["summit"].tokens.model_dump(mode="json")
    looks.save_draft(theme, look, by=user, may_publish=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        theme.versions.create(number=9, look=look, stage="submitted")


def test_a_link_shows_the_drafted_look_until_it_ends(
    nordwand: Desk, lune: Desk
) -> None:
    save(nordwand, Role.EDITOR)
    editor = as_role(nordwand, Role.EDITOR)
    url = reverse("looks:look_links", args=[nordwand.brand.pk])
    editor.post(url, {"days": "7"})
    [(link, address, revoke)] = editor.get(url).context["links"]
    path = address[address.index("/draft/") :]
    customer = Client(headers={"host": nordwand.site.hostname})
    shown = customer.get(path)
    assert "This is a draft" in shown.content.decode()
    assert "data:text/css;base64," in shown.content.decode()
    assert "form-action 'none'" in shown["Content-Security-Policy"]
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert "data:text/css" not in customer.get("/en/").content.decode()
    elsewhere = Client(headers={"host": lune.site.hostname})
    assert elsewhere.get(path).status_code == 404
    stranger = signed_in(lune.people[Role.ADMIN])
    assert stranger.post(revoke).status_code == 404
    assert customer.get(path).status_code == 200
    editor.post(revoke)
    assert customer.get(path).status_code == 410
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_embedding_is_no_part_of_a_look_and_publishers_to_say(nordwand: Desk) -> None:
    url = reverse("looks:embedding", args=[nordwand.brand.pk])
    sent = {"embed_origins": "https://shop.example"}
    as_role(nordwand, Role.EDITOR).post(url, sent)
    assert theme_of(nordwand).embed_origins == ""
    refused = as_role(nordwand, Role.PUBLISHER).post(url, {"embed_origins": "shop"})
    assert refused.status_code == 422
    as_role(nordwand, Role.PUBLISHER).post(url, sent)
    assert theme_of(nordwand).embed_origins == "https://shop.example"
    assert stages(nordwand) == ["published"]
