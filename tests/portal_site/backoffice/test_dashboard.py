from __future__ import annotations

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from retour_core.outbox.models import OutboxMessage
from retour_portal.backoffice.dashboard import OutboxPanel, ReturnsPanel
from tests.portal_site.backoffice.conftest import House, SignIn


def _panels(client: Client) -> list[str]:
    page = client.get(reverse("wagtailadmin_home"))
    return [
        panel.name
        for panel in page.context["panels"]
        if isinstance(panel, ReturnsPanel | OutboxPanel)
    ]


def _dead() -> OutboxMessage:
    return OutboxMessage.objects.create(
        kind="mail",
        available_at=timezone.now(),
        dead_at=timezone.now(),
        attempts=20,
        last_error="SMTP 550",
    )


def test_the_dashboard_counts_the_own_returns_by_state(
    alice: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    context = ReturnsPanel(request).get_context_data({})
    counts = {state: count for state, _label, count in context["counts"]}
    assert {state: count for state, count in counts.items() if count} == {
        "requested": 1
    }


def test_a_content_editor_has_no_panel_of_returns(eve: User, sign_in: SignIn) -> None:
    assert _panels(sign_in(eve)) == []


def test_the_outbox_is_for_superusers(
    alice: User, root: User, alpenglow: House, sign_in: SignIn
) -> None:
    message = _dead()
    assert _panels(sign_in(alice)) == ["retour_returns"]
    assert _panels(sign_in(root)) == ["retour_returns", "retour_outbox"]
    url = reverse("outbox:revive", args=[message.pk])
    assert sign_in(alice).post(url).status_code == 404
    message.refresh_from_db()
    assert message.dead_at is not None


def test_a_message_given_up_is_tried_again_by_a_button(
    root: User, sign_in: SignIn
) -> None:
    message = _dead()
    client = sign_in(root)
    url = reverse("outbox:revive", args=[message.pk])
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'action="{url}"' in home
    assert client.get(url).status_code == 405
    client.post(url)
    message.refresh_from_db()
    assert (message.dead_at, message.attempts) == (None, 0)


def test_the_outbox_is_filtered_by_what_became_of_a_message(
    root: User, sign_in: SignIn, alpenglow: House
) -> None:
    message = _dead()
    url = reverse("outbox:index")
    found = sign_in(root).get(f"{url}?condition=dead").context["object_list"]
    assert list(found) == [message]


def test_the_admin_wears_our_mark(alice: User, sign_in: SignIn) -> None:
    desk, mark = sign_in(alice), "retour/img/favicon"
    home, sign_in_page, lost = (
        desk.get(reverse("wagtailadmin_home")),
        Client().get(reverse("wagtailadmin_login")),
        desk.get("/admin/nothing-here/"),
    )
    for page in (home, sign_in_page, lost):
        found = BeautifulSoup(page.content, "html.parser")
        [logo] = found.select("img.retour-mark-of-ours") or [
            BeautifulSoup(str(template), "html.parser").img
            for template in found.select("[data-wagtail-sidebar-branding-logo]")
        ]
        assert logo is not None
        assert (mark in str(logo["src"]), logo["alt"]) == (True, "Retour")
        assert mark in str(found.select_one("link[rel~=icon]"))
        assert "Wagtail" not in str(found.title)
