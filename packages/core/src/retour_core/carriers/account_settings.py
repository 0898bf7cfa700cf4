"""Settings of an account elsewhere, in and out of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured
from pydantic import SecretStr, ValidationError

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.settings_form import CarrierSettings
from retour_core.encryption import Sealed, SecretUnreadable


class KeepsSettings(Protocol):
    """``options`` is a JSON column, ``secrets`` a ``SealedField``."""

    options: Any
    secrets: Any


def settings_of(account: KeepsSettings) -> dict[str, Any]:
    """Options and secrets together; raises ``SecretUnreadable``."""
    return {**account.options, **_secrets(account)}


def take_settings(
    account: KeepsSettings, form: type[CarrierSettings], values: Mapping[str, Any]
) -> None:
    """Check and take in new settings; a secret left empty stays as it is.

    Raises ``SettingsInvalid``; then nothing has changed.
    """
    hidden = {field.name for field in form.fields_shown() if field.is_secret}
    given = {name: v for name, v in values.items() if v not in ("", None)}
    kept = _secrets(account) if account.secrets else {}
    try:
        checked = form.model_validate({**kept, **given})
    except ValidationError as error:
        raise settings_invalid(error) from None
    account.options = checked.model_dump(mode="json", exclude=hidden)
    revealed = {
        name: value.get_secret_value()
        for name in sorted(hidden)
        if isinstance(value := getattr(checked, name), SecretStr)
    }
    account.secrets = Sealed.of(revealed) if revealed else ""


@contextmanager
def unusable_as_fault() -> Iterator[None]:
    """An ``auth`` fault for keys that cannot be read and settings that a newer adapter
    does not take: nothing is wrong with what is asked for, another may have it."""
    try:
        yield
    except ValidationError as error:
        raise CarrierFault(FaultKind.AUTH, str(settings_invalid(error))) from None
    except (SecretUnreadable, ImproperlyConfigured) as error:
        raise CarrierFault(FaultKind.AUTH, str(error)) from None


def settings_invalid(error: ValidationError) -> SettingsInvalid:
    return SettingsInvalid(
        fields={
            str(problem["loc"][0]) if problem["loc"] else "": str(problem["type"])
            for problem in error.errors(include_input=False, include_url=False)
        }
    )


def _secrets(account: KeepsSettings) -> dict[str, Any]:
    if not account.secrets:
        return {}
    opened: dict[str, Any] = account.secrets.open()
    return opened
