from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from retour_core.accounts.models import Account
from retour_core.accounts.operations import (
    AccountExists,
    create_first_account,
    save_account,
)
from retour_core.accounts.zones import timezone_names

pytestmark = pytest.mark.django_db

ROOT = {
    "company": "Nordwand GmbH",
    "username": "mia",
    "email": "mia@nordwand.example",
}


def test_the_first_account_is_an_administrator_with_a_profile() -> None:
    user = create_first_account(**ROOT, password="a long-lived phrase")

    assert user.is_superuser
    assert user.check_password("a long-lived phrase")
    stored = Account.objects.get()
    assert (stored.name, stored.email) == ("Nordwand GmbH", "mia@nordwand.example")


def test_there_is_no_second_first_account() -> None:
    create_first_account(**ROOT, password="a long-lived phrase")

    with pytest.raises(AccountExists):
        create_first_account(
            **{**ROOT, "username": "eve"}, password="a long-lived phrase"
        )
    assert get_user_model().objects.count() == 1


@pytest.mark.parametrize("broken", [{"email": "nobody"}, {"username": "a b"}])
def test_a_refused_account_leaves_nothing_behind(broken: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        create_first_account(**{**ROOT, **broken}, password="a long-lived phrase")

    assert not get_user_model().objects.exists()


def test_the_command_reads_the_password_from_standard_input(
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a long-lived phrase\n"))
    options = [f"--{name}={value}" for name, value in ROOT.items()]
    said = io.StringIO()
    call_command("create_account", *options, stdout=said)

    assert said.getvalue().startswith("mia can sign in at /admin/")
    assert get_user_model().objects.get().check_password("a long-lived phrase")
    monkeypatch.setattr("sys.stdin", io.StringIO("another phrase\n"))
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("create_account", *options)


def test_the_profile_stays_one_row() -> None:
    first = save_account(Account(name="Nordwand", timezone="Europe/Paris"))
    second = save_account(Account(name="Nordwand AG", timezone="Europe/Zurich"))

    assert first.pk == second.pk
    assert Account.objects.get().name == "Nordwand AG"
    with pytest.raises(ValidationError):
        save_account(Account(name="X", gs1_company_prefix="letters"))


def test_time_zones_are_places() -> None:
    names = timezone_names()
    assert {"Europe/Berlin", "America/New_York"} <= set(names)
    assert "UTC" not in names
