from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from oscar.apps.shipping import methods, repository


class Standard(methods.FixedPrice):
    code = "standard"
    name = _("Standard delivery, 2-4 days")
    charge_excl_tax = Decimal("4.12")
    charge_incl_tax = Decimal("4.90")


class Repository(repository.Repository):
    methods = (Standard(),)
