"""An account's settings, in and out of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pydantic import ValidationError

from retour_core.carriers.account_settings import (
    settings_invalid,
    settings_of,
    take_settings,
)
from retour_core.carriers.base import Carrier, CarrierFault, FaultKind
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier, carrier_class
from retour_core.encryption import SecretUnreadable


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
        return carrier(account.kind, settings_of(account))
    except ValidationError as error:
        raise CarrierFault(FaultKind.AUTH, str(settings_invalid(error))) from None
    except (SecretUnreadable, ImproperlyConfigured) as error:
        raise CarrierFault(FaultKind.AUTH, str(error)) from None


def put_settings(account: CarrierAccount, values: Mapping[str, Any]) -> None:
    """Check and take in new settings; a secret left empty stays as it is.

    Raises ``SettingsInvalid``; then nothing has changed.
    """
    take_settings(account, carrier_class(account.kind).settings_class, values)
