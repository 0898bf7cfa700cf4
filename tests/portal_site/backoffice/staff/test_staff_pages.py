from __future__ import annotations

import csv
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role, StaffRole
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_portal.backoffice.access import grant_staff_role
from tests.portal_site.backoffice.conftest import House, SignIn

ADMINISTERS_ALL = (
    "This person administers the installation and may do everything in every brand; "
    "no role is needed."
)


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def _told(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def _newcomer(house: House, **values: Any) -> dict[str, Any]:
    return {
        "email": "dora@example.org",
        "first_name": "Dora",
        "last_name": "Diehl",
        "brand": house.brand.pk,
        "role": "agent",
        **values,
    }


def _roles(house: House) -> dict[str, str]:
    return dict(
        StaffRole.objects.filter(brand=house.brand).values_list(
            "user__username", "role"
        )
    )


def _row(user: User, house: House) -> StaffRole:
    return StaffRole.objects.get(user=user, brand=house.brand)


def _deliver_all() -> None:
    for message in OutboxMessage.objects.filter(kind="staff_invitation"):
        deliver(message.pk)


def _link(sent: Any) -> str:
    [path] = re.findall(r"http://localhost:8100(/admin/\S*)", sent.body)
    return str(path)


def test_a_new_person_is_invited_and_chooses_a_password(
    office: Client, alpenglow: House
) -> None:
    response = office.post(reverse("staff:add"), _newcomer(alpenglow))
    assert _told(response) == [
        "Dora Diehl now works for Alpenglow; a mail is on its way to dora@example.org."
    ]
    dora = User.objects.get(email="dora@example.org")
    assert (dora.username, dora.has_usable_password()) == ("dora@example.org", False)
    _deliver_all()
    [sent] = mail.outbox
    assert sent.to == ["dora@example.org"]
    assert sent.subject == "You now work for Alpenglow"
    browser = Client()
    form = browser.get(_link(sent), follow=True)
    [(chosen_at, _status)] = form.redirect_chain
    new = {"new_password1": "a-long-one-of-hers", "new_password2": "a-long-one-of-hers"}
    browser.post(chosen_at, new)
    assert browser.login(username="dora@example.org", password="a-long-one-of-hers")
    assert browser.get(reverse("returns:index")).status_code == 200
    assert browser.get(reverse("staff:index")).status_code == 302


def test_the_link_of_an_invitation_works_once(office: Client, alpenglow: House) -> None:
    office.post(reverse("staff:add"), _newcomer(alpenglow))
    _deliver_all()
    dora = User.objects.get(email="dora@example.org")
    dora.set_password("chosen-in-the-meantime")
    dora.save()
    page = Client().get(_link(mail.outbox[0]))
    assert page.status_code == 200
    assert page.context["validlink"] is False


def test_no_row_holds_what_opens_an_account(office: Client, alpenglow: House) -> None:
    office.post(reverse("staff:add"), _newcomer(alpenglow))
    [message] = OutboxMessage.objects.filter(kind="staff_invitation")
    row = StaffRole.objects.get(user__email="dora@example.org")
    assert message.payload == {"staff_role_id": row.pk, "locale": "en"}


@pytest.mark.parametrize("typed", ["charlie@example.org", " Charlie@EXAMPLE.org "])
def test_an_account_that_exists_gets_the_role_and_keeps_its_password(
    typed: str, office: Client, alpenglow: House, charlie: User
) -> None:
    office.post(reverse("staff:add"), _newcomer(alpenglow, email=typed, role="editor"))
    assert _roles(alpenglow) == {"anna": "admin", "charlie": "editor"}
    charlie.refresh_from_db()
    assert charlie.check_password("secret-of-theirs")
    assert charlie.get_full_name() == ""
    _deliver_all()
    assert _link(mail.outbox[0]) == "/admin/"


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"email": "dora"}, "email", "Enter a valid email address."),
        ({"email": ""}, "email", "This field is required."),
        ({"brand": ""}, "brand", "This field is required."),
        (
            {"role": "owner"},
            "role",
            "Select a valid choice. owner is not one of the available choices.",
        ),
        (
            {"email": "anna@example.org"},
            "email",
            "This person has a role in this brand already; change it in the list.",
        ),
        (
            {"email": "root@example.org"},
            "email",
            ADMINISTERS_ALL,
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    values: dict[str, str],
    field: str,
    sentence: str,
    office: Client,
    alpenglow: House,
    root: User,
) -> None:
    response = office.post(reverse("staff:add"), _newcomer(alpenglow, **values))
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}
    assert _roles(alpenglow) == {"anna": "admin"}
    assert not OutboxMessage.objects.filter(kind="staff_invitation").exists()


def test_an_account_that_is_switched_off_is_not_given_a_role(
    office: Client, alpenglow: House
) -> None:
    User.objects.create_user("dora", "dora@example.org", is_active=False)
    response = office.post(reverse("staff:add"), _newcomer(alpenglow))
    [error] = response.context["form"].errors["email"]
    assert error.startswith("This person’s account is switched off.")


def test_of_two_accounts_with_one_address_none_is_chosen(
    office: Client, alpenglow: House
) -> None:
    User.objects.create_user("dora", "dora@example.org")
    User.objects.create_user("dora2", "Dora@example.org")
    response = office.post(reverse("staff:add"), _newcomer(alpenglow))
    [error] = response.context["form"].errors["email"]
    assert error.startswith("Several accounts have this e-mail address.")


@pytest.mark.parametrize(
    ("email", "username"),
    [
        ("d'ora@example.org", "d_ora@example.org"),
        ("anna.b@example.org", "anna.b@example.org-2"),
    ],
)
def test_a_user_name_is_one_the_user_form_takes_and_free(
    email: str, username: str, office: Client, alpenglow: House
) -> None:
    User.objects.create_user("anna.b@example.org", "somebody-else@example.org")
    office.post(reverse("staff:add"), _newcomer(alpenglow, email=email))
    assert User.objects.get(email=email).username == username


def test_a_person_cannot_be_put_into_another_brand(
    office: Client, alpenglow: House, lune: House, charlie: User
) -> None:
    response = office.post(reverse("staff:add"), _newcomer(lune))
    assert list(response.context["form"].errors) == ["brand"]
    assert _roles(lune) == {"charlie": "admin"}
    assert not User.objects.filter(email="dora@example.org").exists()


def test_a_role_is_changed_at_once(
    office: Client, alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    desk = sign_in(alice)
    assert desk.get(reverse("shops:index")).status_code == 302
    url = reverse("staff:edit", args=[_row(alice, alpenglow).pk])
    response = office.post(url, {"role": "admin"})
    assert _told(response) == ["alice is now: Brand administrator, Alpenglow."]
    assert desk.get(reverse("shops:index")).status_code == 200
    assert {group.name for group in alice.groups.all()} == {
        "alpenglow: staff",
        "alpenglow: editors",
        "alpenglow: publishers",
    }


def test_a_removed_person_is_out_at_once_and_keeps_the_other_brand(
    office: Client, alice: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    grant_staff_role(alice, lune.brand, Role.AGENT)
    url = reverse("staff:delete", args=[_row(alice, alpenglow).pk])
    assert "Shall alice no longer work for Alpenglow?" in (
        office.get(url).content.decode()
    )
    office.post(url)
    assert _roles(alpenglow) == {"anna": "admin"}
    assert _roles(lune) == {"alice": "agent"}
    desk = sign_in(alice)
    rows = desk.get(reverse("returns:index")).context["object_list"]
    assert {ret.brand for ret in rows} == {lune.brand}


LAST = (
    "The brand would have no administrator left who can sign in. Make somebody else "
    "its administrator first."
)
OWN_LAST = (
    "You administer no other brand, so you would lock yourself out. Ask another "
    "administrator to do this."
)


def _made_administrator(name: str, house: House) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", "secret-of-theirs")
    grant_staff_role(user, house.brand, Role.ADMIN)
    return user


def test_the_last_administrator_of_a_brand_stays(
    office: Client, anna: User, alpenglow: House, lune: House
) -> None:
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    row = _row(anna, alpenglow)
    removed = office.post(reverse("staff:delete", args=[row.pk]))
    changed = office.post(reverse("staff:edit", args=[row.pk]), {"role": "agent"})
    assert _told(removed) == [LAST]
    assert changed.context["form"].errors == {"role": [LAST]}
    assert _roles(alpenglow) == {"anna": "admin"}


@pytest.mark.parametrize("values", [{"password": None}, {"is_active": False}])
def test_one_who_cannot_sign_in_is_no_administrator_to_leave_a_brand_to(
    values: dict[str, Any], office: Client, anna: User, alpenglow: House
) -> None:
    bert = _made_administrator("bert", alpenglow)
    bert.is_active = values.get("is_active", True)
    bert.set_password(values.get("password", "x"))
    bert.save()
    url = reverse("staff:delete", args=[_row(anna, alpenglow).pk])
    assert _told(office.post(url)) == [LAST]


def test_nobody_takes_their_own_last_administration_away(
    office: Client, anna: User, alpenglow: House
) -> None:
    _made_administrator("bert", alpenglow)
    row = _row(anna, alpenglow)
    removed = office.post(reverse("staff:delete", args=[row.pk]))
    changed = office.post(reverse("staff:edit", args=[row.pk]), {"role": "editor"})
    assert _told(removed) == [OWN_LAST]
    assert changed.context["form"].errors == {"role": [OWN_LAST]}
    assert _roles(alpenglow) == {"anna": "admin", "bert": "admin"}


def test_an_administrator_of_two_brands_may_leave_one_to_another(
    office: Client, anna: User, alpenglow: House, lune: House
) -> None:
    _made_administrator("bert", alpenglow)
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    office.post(reverse("staff:delete", args=[_row(anna, alpenglow).pk]))
    assert _roles(alpenglow) == {"bert": "admin"}
    assert _roles(lune) == {"anna": "admin"}


def test_one_administrator_removes_another(
    office: Client, alpenglow: House, anna: User
) -> None:
    bert = _made_administrator("bert", alpenglow)
    office.post(reverse("staff:delete", args=[_row(bert, alpenglow).pk]))
    assert _roles(alpenglow) == {"anna": "admin"}


def test_a_superuser_may_leave_a_brand_without_an_administrator(
    root: User, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse("staff:delete", args=[_row(anna, alpenglow).pk])
    sign_in(root).post(url)
    assert _roles(alpenglow) == {}


def test_who_was_removed_meanwhile_gets_no_role_back(
    anna: User, alice: User, alpenglow: House
) -> None:
    from retour_portal.backoffice.staff.operations import change_role, remove_person

    row = _row(alice, alpenglow)
    remove_person(row, by=anna)
    with pytest.raises(StaffRole.DoesNotExist):
        change_role(StaffRole(pk=row.pk, brand=alpenglow.brand), Role.ADMIN, by=anna)
    remove_person(StaffRole(pk=row.pk, brand=alpenglow.brand), by=anna)
    assert _roles(alpenglow) == {"anna": "admin"}


def test_an_invitation_is_sent_again_until_a_password_is_chosen(
    office: Client, alpenglow: House
) -> None:
    office.post(reverse("staff:add"), _newcomer(alpenglow))
    dora = User.objects.get(email="dora@example.org")
    row = _row(dora, alpenglow)
    page = office.get(reverse("staff:edit", args=[row.pk])).content.decode()
    assert "Send the invitation again" in page
    url = reverse("staff:invite", args=[row.pk])
    told = _told(office.post(url))
    assert told[-1] == "A new invitation is on its way to dora@example.org."
    assert OutboxMessage.objects.filter(kind="staff_invitation").count() == 2
    dora.set_password("chosen-by-now")
    dora.save()
    assert _told(office.post(url))[-1].startswith("This person has chosen a password")
    assert OutboxMessage.objects.filter(kind="staff_invitation").count() == 2


@pytest.mark.parametrize("gone", ["removed", "off"])
def test_nobody_is_written_to_who_left_before_the_mail_went(
    gone: str, office: Client, alpenglow: House, anna: User
) -> None:
    office.post(reverse("staff:add"), _newcomer(alpenglow))
    if gone == "removed":
        row = StaffRole.objects.get(user__email="dora@example.org")
        office.post(reverse("staff:delete", args=[row.pk]))
    else:
        User.objects.filter(email="dora@example.org").update(is_active=False)
    _deliver_all()
    assert mail.outbox == []


def test_an_invitation_is_written_in_the_language_of_who_invites(
    office: Client, alpenglow: House
) -> None:
    from retour_portal.backoffice.staff.operations import Newcomer, add_person

    add_person(
        Newcomer(email="d@example.org", brand=alpenglow.brand, role=Role.AGENT),
        locale="de",
    )
    _deliver_all()
    sent: Any = mail.outbox[0]
    [(html, _type)] = sent.alternatives
    assert '<html lang="de">' in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_three(
    rows: int,
    office: Client,
    alpenglow: House,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows - 1):
        _made_administrator(f"bert{number}", alpenglow)
    office.get(reverse("wagtailadmin_home"))
    with django_assert_num_queries(15):
        response = office.get(reverse("staff:index"))
    assert len(response.context["object_list"]) == rows


@pytest.mark.parametrize("asked", ["?q=alice", "?role=agent", "?q=ALICE@example.org"])
def test_people_are_found_by_what_they_are_called_and_do(
    asked: str, office: Client, alice: User, alpenglow: House
) -> None:
    rows = office.get(reverse("staff:index") + asked).context["object_list"]
    assert [row.user for row in rows] == [alice]


def test_an_administrator_sees_the_people_of_the_own_brand_only(
    office: Client, anna: User, charlie: User, alpenglow: House, lune: House
) -> None:
    grant_staff_role(charlie, alpenglow.brand, Role.EDITOR)
    response = office.get(reverse("staff:index") + "?export=csv")
    exported = csv.DictReader(b"".join(response).decode().splitlines())
    assert [(row["User name"], row["Brand"], row["Role"]) for row in exported] == [
        ("anna", "Alpenglow", "Brand administrator"),
        ("charlie", "Alpenglow", "Content editor"),
    ]


def test_a_superuser_sees_the_people_of_every_brand(
    root: User, anna: User, charlie: User, sign_in: SignIn
) -> None:
    rows = sign_in(root).get(reverse("staff:index")).context["object_list"]
    assert [row.user for row in rows] == [anna, charlie]


@pytest.mark.parametrize("name", ["staff:index", "staff:add"])
@pytest.mark.parametrize("who", ["alice", "eve"])
def test_agents_and_editors_see_nothing_of_it(
    who: str, name: str, request: Any, sign_in: SignIn
) -> None:
    client = sign_in(request.getfixturevalue(who))
    response = client.get(reverse(name))
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("staff:index") not in home


def test_nobody_makes_themselves_an_administrator(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse("staff:edit", args=[_row(alice, alpenglow).pk])
    assert sign_in(alice).post(url, {"role": "admin"}).status_code == 404
    assert _roles(alpenglow) == {"alice": "agent"}
