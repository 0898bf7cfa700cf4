"""Secrets of others, kept encrypted: a copy of the database alone opens no account."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _Column = models.TextField[Any, Any]
else:
    _Column = models.TextField


class SecretUnreadable(Exception):
    """None of the installation's keys opens what is stored."""

    def __init__(self) -> None:
        super().__init__(
            "A stored secret cannot be read with the keys of this installation. Put "
            "the key it was written with into RETOUR_ENCRYPTION_KEYS (or, without that "
            "setting, the former RETOUR_SECRET_KEY into RETOUR_SECRET_KEY_FALLBACKS), "
            "or enter the secret anew."
        )


def encrypt(value: Any) -> str:
    """``value`` (anything JSON) as text under the first of the installation's keys."""
    return _cipher().encrypt(json.dumps(value).encode()).decode()


def decrypt(text: str) -> Any:
    """The value back, under whichever key it was written; ``SecretUnreadable``."""
    try:
        return json.loads(_cipher().decrypt(text.encode()))
    except InvalidToken:
        # Without its cause: a traceback would carry the text.
        raise SecretUnreadable from None


def rotate(text: str) -> str:
    """The same value under the first key; ``SecretUnreadable``."""
    try:
        return _cipher().rotate(text.encode()).decode()
    except InvalidToken:
        raise SecretUnreadable from None


class Sealed:
    """A secret in memory, read by ``open()`` only: it prints, logs and compares as
    nothing. It comes out of the database encrypted and is decrypted when opened."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def of(cls, value: Any) -> Sealed:
        return cls(encrypt(value))

    def open(self) -> Any:
        """The value; raises ``SecretUnreadable``."""
        return decrypt(self._text)

    def rotated(self) -> Sealed:
        return Sealed(rotate(self._text))

    def stored(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "<Sealed>"

    __str__ = __repr__


class SealedField(_Column):
    """A column of :class:`Sealed` values; no admin form, serializer or query sees one.

    ``manage.py rotate_secrets`` finds every such column by its type.
    """

    if TYPE_CHECKING:  # what django-stubs reads an attribute's type from
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_args: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        return Sealed(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if value == "":
            return ""
        if not isinstance(value, Sealed):
            raise TypeError("A sealed column takes Sealed values only: Sealed.of(…).")
        return value.stored()

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return value.stored() if isinstance(value, Sealed) else ""


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.RETOUR_ENCRYPTION_KEYS])
