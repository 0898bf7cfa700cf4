"""The closed lists a policy speaks in (DESIGN §3, §4)."""

from __future__ import annotations

from enum import StrEnum


class RequestKind(StrEnum):
    """``WITHDRAWAL`` is a statutory right, ``RETURN`` the merchant's own offer,
    ``CLAIM`` is about what is faulty, wrong, missing or damaged."""

    WITHDRAWAL = "withdrawal"
    RETURN = "return"
    CLAIM = "claim"


class Resolution(StrEnum):
    REFUND = "refund"
    EXCHANGE = "exchange"
    STORE_CREDIT = "store_credit"
    REPLACEMENT = "replacement"


class Approval(StrEnum):
    AUTOMATIC = "automatic"
    AGENT = "agent"


class Payer(StrEnum):
    CUSTOMER = "customer"
    MERCHANT = "merchant"


class FeeWhen(StrEnum):
    """When the customer pays a fee: it is kept back from the refund, or paid before
    the label is made. What has no label is always kept back."""

    DEDUCTED = "deducted"
    BEFORE_LABEL = "before_label"


class PriceSource(StrEnum):
    """What a label of ours costs a customer who pays for it: what the brand's table of
    return prices says, what the carrier asks for it (the table where it does not tell),
    or the policy's own fee. Where neither has a price, the policy's fee counts."""

    TABLE = "table"
    CARRIER = "carrier"
    FIXED = "fixed"


class FeePer(StrEnum):
    """``ITEM`` is each unit that comes back, ``RETURN`` all of them once."""

    RETURN = "return"
    ITEM = "item"


class WhenLate(StrEnum):
    """What becomes of a request after the window: refused, looked at by an agent, or
    accepted and flagged."""

    REFUSE = "refuse"
    REVIEW = "review"
    ACCEPT = "accept"


class Settlement(StrEnum):
    """When the money goes back: before the goods came, once they (or the proof that
    they were sent) did, or once somebody looked at them."""

    BEFORE_RECEIPT = "before_receipt"
    ON_RECEIPT = "on_receipt"
    AFTER_INSPECTION = "after_inspection"


class GiftCards(StrEnum):
    """Whether a refund goes to the gift card that was paid with first or last."""

    FIRST = "first"
    LAST = "last"
