"""Asking a payment service's server: the carriers' client under another name."""

from __future__ import annotations

from typing import ClassVar

from retour_core.carriers.http import CarrierServer


class PaymentServer(CarrierServer):
    """``buys`` is for what must not happen twice: a lost answer is ``unclear``."""

    called: ClassVar[str] = "The payment service"
