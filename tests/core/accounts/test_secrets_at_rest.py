from __future__ import annotations

import traceback
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from retour_core.encryption import Sealed, SecretUnreadable
from retour_portal.settings.encryption import encryption_keys

SECRET = {"api_key": "tres-secret-4711", "count": 2}


def test_a_secret_comes_back_as_it_went_in() -> None:
    sealed = Sealed.of(SECRET)
    assert sealed.open() == SECRET
    assert b"4711" not in sealed.stored().encode()


def test_a_secret_shows_itself_nowhere() -> None:
    sealed = Sealed.of(SECRET)
    for shown in (str(sealed), repr(sealed), f"{sealed}", f"{[sealed]}"):
        assert shown in {"<Sealed>", "[<Sealed>]"}


def test_the_same_secret_never_looks_the_same() -> None:
    assert Sealed.of(SECRET).stored() != Sealed.of(SECRET).stored()


def test_an_older_key_still_reads_and_rotation_needs_it_no_more(settings: Any) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings.RETOUR_ENCRYPTION_KEYS = [old]
    sealed = Sealed.of(SECRET)
    settings.RETOUR_ENCRYPTION_KEYS = [new, old]
    assert sealed.open() == SECRET
    rotated = sealed.rotated()
    settings.RETOUR_ENCRYPTION_KEYS = [new]
    assert rotated.open() == SECRET
    with pytest.raises(SecretUnreadable):
        sealed.open()


def test_an_unreadable_secret_names_the_way_out_and_not_itself(settings: Any) -> None:
    sealed = Sealed.of(SECRET)
    settings.RETOUR_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(SecretUnreadable) as refused:
        sealed.open()
    told = "".join(traceback.format_exception(refused.value))
    assert "RETOUR_ENCRYPTION_KEYS" in str(refused.value)
    assert sealed.stored() not in told


def test_without_configured_keys_the_secret_keys_stand_in() -> None:
    first, second = encryption_keys([], ["a" * 50, "b" * 50])
    assert first != second
    assert encryption_keys([], ["a" * 50]) == [first]
    assert encryption_keys([], ["c" * 50, "a" * 50])[1] == first


def test_configured_keys_come_first() -> None:
    key = Fernet.generate_key().decode()
    assert encryption_keys([key], ["a" * 50])[0] == key


def test_a_key_that_is_none_is_refused_at_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="Key 2 of RETOUR_ENCRYPTION_KEYS"):
        encryption_keys([Fernet.generate_key().decode(), "short"], [])
