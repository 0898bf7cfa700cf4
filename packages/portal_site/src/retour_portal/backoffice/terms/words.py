"""Names of everything a policy or a rule decides, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_core.domain.methods import ReturnMethod
from retour_core.domain.policies import (
    Approval,
    FeePer,
    FeeWhen,
    GiftCards,
    Payer,
    PriceSource,
    RequestKind,
    Resolution,
    Settlement,
    WhenLate,
)
from retour_core.domain.windows.anchors import AnchorKind

KINDS = {
    RequestKind.WITHDRAWAL: _("Withdrawal"),
    RequestKind.RETURN: _("Return"),
    RequestKind.CLAIM: _("Claim"),
}
KINDS_MANY = {
    RequestKind.WITHDRAWAL: _("Withdrawals"),
    RequestKind.RETURN: _("Returns"),
    RequestKind.CLAIM: _("Claims"),
}
POLICY_TITLES = {
    RequestKind.WITHDRAWAL: _("Policy for withdrawals"),
    RequestKind.RETURN: _("Policy for returns"),
    RequestKind.CLAIM: _("Policy for claims"),
}
HISTORY_TITLES = {
    RequestKind.WITHDRAWAL: _("History: withdrawals"),
    RequestKind.RETURN: _("History: returns"),
    RequestKind.CLAIM: _("History: claims"),
}
KINDS_ABOUT = {
    RequestKind.WITHDRAWAL: _(
        "The consumer’s right by law to take back the contract, without a reason. The "
        "law fixes most of it."
    ),
    RequestKind.RETURN: _(
        "What you offer of your own accord: longer than the law asks, or for more."
    ),
    RequestKind.CLAIM: _(
        "Something is faulty, wrong, missing or damaged. Putting it right is free."
    ),
}
METHODS = {
    ReturnMethod.DROP_OFF_POINT: _("Drop-off point, with a printed label"),
    ReturnMethod.LABELLESS: _("Drop-off point, without a printer"),
    ReturnMethod.PICK_UP: _("Pick-up at the door"),
    ReturnMethod.IN_STORE: _("In a store"),
    ReturnMethod.OWN_CARRIER: _("A carrier of the customer’s choice"),
}
RESOLUTIONS = {
    Resolution.REFUND: _("Refund"),
    Resolution.EXCHANGE: _("Exchange"),
    Resolution.STORE_CREDIT: _("Store credit"),
    Resolution.REPLACEMENT: _("Repair or replacement"),
}
APPROVALS = {
    Approval.AUTOMATIC: _("Approved by itself"),
    Approval.AGENT: _("An agent approves it first"),
}
PAYERS = {
    Payer.MERCHANT: _("We pay for sending it back"),
    Payer.CUSTOMER: _("The customer pays for sending it back"),
}
FEE_WHENS = {
    FeeWhen.DEDUCTED: _("It is kept back from the refund"),
    FeeWhen.BEFORE_LABEL: _("It is paid before the label is made"),
}
PRICE_SOURCES = {
    PriceSource.TABLE: _("The price for a label is in the table of return prices"),
    PriceSource.CARRIER: _("The carrier is asked for the price of a label"),
    PriceSource.FIXED: _("The fee of this policy counts, not the table"),
}
FEE_PER = {
    FeePer.RETURN: _("for the whole return"),
    FeePer.ITEM: _("for each unit"),
}
WHEN_LATE = {
    WhenLate.REFUSE: _("A late request is refused"),
    WhenLate.REVIEW: _("An agent looks at a late request"),
    WhenLate.ACCEPT: _("A late request is accepted and marked as late"),
}
SETTLEMENTS = {
    Settlement.BEFORE_RECEIPT: _("The money goes back before the goods have come"),
    Settlement.ON_RECEIPT: _(
        "The money goes back once the goods, or the proof that they were sent, have "
        "come"
    ),
    Settlement.AFTER_INSPECTION: _(
        "The money goes back once somebody looked at the goods"
    ),
}
GIFT_CARDS = {
    GiftCards.FIRST: _("To the gift card first, then to the rest of the payment"),
    GiftCards.LAST: _("To the gift card last, after the rest of the payment"),
}
ANCHORS = {
    AnchorKind.DELIVERED: _("the delivery"),
    AnchorKind.SHIPPED: _("the dispatch plus the days of the journey"),
    AnchorKind.ORDERED: _("the order"),
}
# Art. 16 of Directive 2011/83/EU, shortened.
EXEMPTIONS = {
    "a": _("a service that is fully performed"),
    "b": _("its price follows a financial market"),
    "c": _("made to the customer’s wishes or personalised"),
    "d": _("spoils or expires rapidly"),
    "e": _("sealed for health or hygiene, and unsealed"),
    "f": _("mixed inseparably with other things"),
    "g": _("alcoholic drinks sold ahead at a price that changes"),
    "h": _("an urgent repair at the customer’s home"),
    "i": _("sealed sound, film or software, and unsealed"),
    "j": _("newspapers and magazines"),
    "k": _("bought at a public auction"),
    "l": _("lodging, transport, car hire, catering or leisure on a date"),
    "m": _("digital content whose delivery has begun"),
}
OUTCOMES = {
    "not_returnable": _("Not returnable"),
    "returnable": _("Returnable, whatever a later rule says"),
    "window_days": _("Days to return"),
    "extend_window_days": _("More days to return"),
    "extend_window_until": _("Returnable at least until"),
    "fee": _("Fee"),
    "fee_payer": _("Who pays for sending back"),
    "restocking_percent": _("Restocking fee in percent"),
    "methods": _("Ways to send back"),
    "resolutions": _("Resolutions"),
    "needs_approval": _("An agent has to approve"),
    "auto_approve": _("Approved by itself"),
    "keep_item": _("Keep the item"),
    "return_address": _("Return address"),
    "carrier": _("Carrier asked first"),
    "require_photo": _("A photo"),
    "require_answers": _("Questions to answer"),
    "message": _("A message for the customer"),
}
