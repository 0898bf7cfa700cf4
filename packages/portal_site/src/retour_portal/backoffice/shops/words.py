"""What shops, their states and what is refused about them are called here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.domain.errors import DomainError
from retour_core.orders.models import Platform, Shop, ShopStatus

# The ways in there is something for, with what each is for.
OFFERED: dict[Platform, str | Promise] = {
    Platform.OSCAR: gettext_lazy(
        "A store made with django-oscar. Its plugin pushes orders as they change and"
        " books the refunds."
    ),
    Platform.SENDCLOUD: gettext_lazy(
        "An ERP, a till or a shop with an integration for Sendcloud: give it Retour’s"
        " address in place of theirs."
    ),
    Platform.API: gettext_lazy(
        "Software of your own pushes orders to the API. For developers."
    ),
    Platform.FILE: gettext_lazy(
        "CSV or Excel files you import here, and orders you type in, such as"
        " purchases over the counter."
    ),
}
WITHOUT_TOKEN = (Platform.FILE,)
# Only these can hear of a refund and say what became of it.
BOOKS_NO_REFUNDS = (Platform.SENDCLOUD, Platform.FILE)

_REFUSALS: dict[str, str | Promise] = {
    "too_many_tokens": gettext_lazy(
        "A shop has at most two valid tokens; revoke one first."
    ),
    "shop_takes_no_token": gettext_lazy(
        "This shop is disconnected; connect it again before you make a token."
    ),
    "token_revoked": gettext_lazy(
        "This token is revoked already; make a new one instead."
    ),
    "token_made_already": gettext_lazy(
        "This token was made already and is not shown again. If you did not copy it,"
        " revoke it and make another."
    ),
    "shop_disconnected": gettext_lazy(
        "This shop is disconnected; connect it again first."
    ),
    "shop_address_invalid": gettext_lazy(
        "This is no address of a shop; write it like https://shop.example."
    ),
}


def refusal_words(refusal: DomainError) -> str:
    """The sentence for the person at this screen, in their language."""
    return str(_REFUSALS.get(refusal.code, refusal.message))


def taken_words(existing: Shop, *, may_see: bool) -> str:
    """Why a shop is not connected a second time; names it to those who may see it."""
    if not may_see:
        return _(
            "A shop with this address is connected already. Nothing was changed; if"
            " it should be yours, ask the administrator of this installation."
        )
    if existing.status == ShopStatus.DISCONNECTED:
        return _(
            "This is “%(name)s”, which was disconnected. Connect it again on its page:"
            " then its orders stay together."
        ) % {"name": existing.name}
    return _("This shop is connected already, as “%(name)s”.") % {"name": existing.name}


def state_of(shop: Shop) -> str:
    """The shop's status, or ``waiting`` while a connected one has sent nothing."""
    if shop.status == ShopStatus.CONNECTED and shop.last_push_at is None:
        return "waiting"
    return shop.status


def state_words(shop: Shop) -> str:
    if state_of(shop) != "waiting":
        return shop.get_status_display()
    if shop.platform in WITHOUT_TOKEN:
        return _("waiting for the first import")
    return _("waiting for the first push")


def ago(moment: datetime | None) -> str:
    """“3 hours ago”, for the reader's language; empty for never."""
    if moment is None:
        return ""
    if timezone.now() - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(since)s ago") % {"since": timesince(moment)}
