"""Means of payment in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.domain.refunds import TenderKind

TENDER_NAMES: Mapping[TenderKind, str | Promise] = {
    TenderKind.CARD: _("Card"),
    TenderKind.WALLET: _("Wallet"),
    TenderKind.BANK: _("Bank transfer"),
    TenderKind.CASH: _("Cash"),
    TenderKind.GIFT_CARD: _("Gift card"),
    TenderKind.STORE_CREDIT: _("Store credit"),
    TenderKind.OTHER: _("Other means of payment"),
}
