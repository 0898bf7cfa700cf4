"""What an adapter wants to know of an account, as fields of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, SecretStr


@dataclass(frozen=True)
class Shown:
    """How a field is called; put it into the field's ``Annotated``."""

    label: str | Promise
    help: str | Promise = ""


DefaultGrams = Annotated[
    int,
    Field(ge=1, le=100_000),
    Shown(_("Weight in grams"), _("For parcels whose weight is not known.")),
]


@dataclass(frozen=True)
class SettingField:
    """``choices`` are those of a ``Literal``; ``default`` is empty if required."""

    name: str
    label: str | Promise
    help: str | Promise
    is_secret: bool
    is_required: bool
    default: Any
    choices: tuple[str, ...] = ()


class CarrierSettings(BaseModel):
    """An account's settings: text, whole numbers, switches and ``Literal`` choices.

    A field typed ``SecretStr`` is kept encrypted and never shown again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def fields_shown(cls) -> list[SettingField]:
        return [_shown(name, info) for name, info in cls.model_fields.items()]

    def claim(self, account: Any) -> None:
        """Take, in the transaction that saved the account, what no other may have.

        Raises ``SettingsInvalid``; then nothing is saved.
        """

    def secrets(self) -> tuple[SecretStr, ...]:
        """Every secret that is set, for taking them out of what others say."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(v for v in values if isinstance(v, SecretStr) and len(v))


def _shown(name: str, info: Any) -> SettingField:
    shown = next((m for m in info.metadata if isinstance(m, Shown)), Shown(name))
    required = info.is_required()
    is_choice = get_origin(info.annotation) is Literal
    literals = get_args(info.annotation) if is_choice else ()
    return SettingField(
        name=name,
        label=shown.label,
        help=shown.help,
        is_secret=info.annotation is SecretStr,
        is_required=required,
        default="" if required else info.default,
        choices=tuple(str(value) for value in literals),
    )
