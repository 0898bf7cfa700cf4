"""An account's settings, in and out of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retour_core.carriers.account_settings import (
    settings_of,
    take_settings,
    unusable_as_fault,
)
from retour_core.carriers.base import Carrier
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier, carrier_class


def adapter_for(account: CarrierAccount | None, kind: str) -> Carrier:
    """The account's carrier, ready to be asked; without an account, the installation's
    own of that ``kind``.

    Raises what ``unusable_as_fault`` does; ``ImproperlyConfigured`` is for the
    installation's own alone.
    """
    if account is None:
        return carrier(kind)
    with unusable_as_fault():
        return carrier(account.kind, settings_of(account))


def put_settings(account: CarrierAccount, values: Mapping[str, Any]) -> None:
    """Check and take in new settings; a secret left empty stays as it is.

    Raises ``SettingsInvalid``; then nothing has changed.
    """
    take_settings(account, carrier_class(account.kind).settings_class, values)
