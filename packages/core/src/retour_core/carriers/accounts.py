"""An account's settings, in and out of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pydantic import SecretStr, ValidationError

from retour_core.carriers.base import Carrier, CarrierFault, FaultKind
from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier, carrier_class
from retour_core.encryption import Sealed, SecretUnreadable


def adapter_for(account: CarrierAccount | None, kind: str) -> Carrier:
    """The account's carrier, ready to be asked; without an account, the installation's
    own of that ``kind``.

    Raises an ``auth`` fault for keys that cannot be read and settings that a newer
    adapter does not take: nothing is wrong with the parcel, another carrier may have
    it. ``ImproperlyConfigured`` is for the installation's own alone.
    """
    if account is None:
        return carrier(kind)
    try:
        return carrier(account.kind, {**account.options, **_secrets(account)})
    except ValidationError as error:
        raise CarrierFault(FaultKind.AUTH, str(_invalid(error))) from None
    except (SecretUnreadable, ImproperlyConfigured) as error:
        raise CarrierFault(FaultKind.AUTH, str(error)) from None


def put_settings(account: CarrierAccount, values: Mapping[str, Any]) -> None:
    """Check and take in new settings; a secret left empty stays as it is.

    Raises ``SettingsInvalid``; then nothing has changed.
    """
    form = carrier_class(account.kind).settings_class
    hidden = {field.name for field in form.fields_shown() if field.is_secret}
    given = {name: v for name, v in values.items() if v not in ("", None)}
    kept = _secrets(account) if account.secrets else {}
    try:
        checked = form.model_validate({**kept, **given})
    except ValidationError as error:
        raise _invalid(error) from None
    account.options = checked.model_dump(mode="json", exclude=hidden)
    revealed = {
        name: value.get_secret_value()
        for name in sorted(hidden)
        if isinstance(value := getattr(checked, name), SecretStr)
    }
    account.secrets = Sealed.of(revealed) if revealed else ""


def _secrets(account: CarrierAccount) -> dict[str, Any]:
    if not account.secrets:
        return {}
    opened: dict[str, Any] = account.secrets.open()
    return opened


def _invalid(error: ValidationError) -> SettingsInvalid:
    return SettingsInvalid(
        fields={
            str(problem["loc"][0]) if problem["loc"] else "": str(problem["type"])
            for problem in error.errors(include_input=False, include_url=False)
        }
    )
