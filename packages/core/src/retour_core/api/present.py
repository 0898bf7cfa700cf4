"""Rows to bodies; the rows come loaded, no query is made here.

But for a return's reasons: one query, none after ``returns.reasons.load_reasons``.
"""

from __future__ import annotations

from typing import Any, cast

from retour_core.accounts.models import ApiToken
from retour_core.api.decisions import agents_sentences, outcomes
from retour_core.api.parcels import parcels_out
from retour_core.api.schemas import (
    CarrierCandidate,
    EventOut,
    ReturnDetail,
    ShipmentLineOut,
    ShipmentOut,
)
from retour_core.domain.money import Money
from retour_core.domain.policies import Resolution
from retour_core.domain.refunds import ShareTo
from retour_core.domain.tracking_numbers import recognise
from retour_core.domain.wire import ShopOut
from retour_core.domain.wire_returns import (
    PayoutOut,
    RefundLineOut,
    RefundOut,
    ReturnLineOut,
    ReturnOut,
)
from retour_core.labels.models import LabelState
from retour_core.orders.models import OutboundShipment
from retour_core.orders.parcels import REGISTERED
from retour_core.orders.shipments import public_id
from retour_core.returns.links import tracking_url
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.payouts import shares_of
from retour_core.returns.refund_models import Refund
from retour_core.returns.refunding import received_worth

RETURN_RELATED = ("order", "brand", "policy")
RETURN_PREFETCH = ("lines__order_line", "labels", "tracked_parcels")


SHIPMENT_PREFETCH = ("lines__order_line",)
_MAX_CANDIDATES = 5


def shop_out(token: ApiToken) -> ShopOut:
    shop = token.shop
    return ShopOut(
        key=shop.key,
        name=shop.name,
        platform=shop.platform,
        brand=shop.brand.slug,
        portal_url=shop.brand.portal_url,
        scopes=list(token.scopes),
    )


def return_out(ret: Return) -> ReturnOut:
    return ReturnOut(**_return_fields(ret))


def return_detail(ret: Return) -> ReturnDetail:
    events = [
        EventOut(
            kind=event.kind,
            at=event.at,
            actor=cast("Any", event.actor_kind),
            from_state=event.from_state,
            to_state=event.to_state,
        )
        for event in ret.events.all()
    ]
    return ReturnDetail(
        **_return_fields(ret),
        policy_version=ret.policy.version if ret.policy else None,
        sentences=agents_sentences(ret, locale=ret.brand.default_locale),
        outcomes=outcomes(ret.lines.all()),
        events=events,
    )


def refund_out(refund: Refund) -> RefundOut:
    ret = refund.parent
    currency = refund.currency
    lines = [
        line
        for line in ret.lines.all()
        if line.units_due and line.resolution == Resolution.REFUND
    ]
    return RefundOut(
        id=str(refund.public_id),
        rma_number=ret.rma_number,
        order_id=ret.order.external_id,
        order_number=ret.order.number,
        amount=Money(refund.amount_minor, currency).to_string(),
        currency=currency,
        state=cast("Any", refund.state),
        reference=refund.reference,
        reason=refund.reason,
        created_at=refund.created_at,
        lines=[
            RefundLineOut(
                line_id=line.order_line.external_id,
                sku=line.order_line.sku,
                title=line.order_line.title,
                quantity=line.units_due,
                amount=Money(received_worth(line), currency).to_string(),
            )
            for line in lines
        ],
        payouts=[
            PayoutOut(
                kind=cast("Any", str(share.tender)),
                id=share.reference,
                amount=Money(share.minor, currency).to_string(),
            )
            for share in shares_of(refund)
            if share.to is ShareTo.TENDER
        ],
    )


def shipment_out(shipment: OutboundShipment) -> ShipmentOut:
    return ShipmentOut(
        id=public_id(shipment),
        order_id=shipment.order.external_id,
        is_registered=shipment.external_id.startswith(REGISTERED),
        tracking_number=shipment.tracking_number,
        carrier=shipment.carrier,
        tracking_url=shipment.tracking_url,
        shipped_at=shipment.shipped_at,
        delivered_at=shipment.delivered_at,
        export_mrn=shipment.export_mrn,
        lines=[
            ShipmentLineOut(line_id=part.order_line.external_id, quantity=part.quantity)
            for part in shipment.lines.all()
        ],
        candidates=[
            CarrierCandidate(
                carrier=match.carrier,
                name=match.carrier_name,
                tracking_url=match.tracking_url,
            )
            for match in recognise(shipment.tracking_number)[:_MAX_CANDIDATES]
        ],
    )


def _return_fields(ret: Return) -> dict[str, Any]:
    lines = list(ret.lines.all())
    total = Money(sum(line.refund_minor for line in lines), ret.order.currency)
    parcels = parcels_out(ret)
    ready = [row for row in parcels if row.label == LabelState.READY]
    return {
        "id": str(ret.public_id),
        "rma_number": ret.rma_number,
        "kind": ret.kind,
        "state": ret.state,
        "order_id": ret.order.external_id,
        "order_number": ret.order.number,
        "created_at": ret.created_at,
        "updated_at": ret.updated_at,
        "tracking_number": ready[0].tracking_number if ready else "",
        "parcels": parcels,
        "portal_url": tracking_url(ret),
        "refund_total": total.to_string(),
        "currency": total.currency,
        "lines": [_line_out(ret, line) for line in lines],
    }


def _line_out(ret: Return, line: ReturnLine) -> ReturnLineOut:
    reason = ret.reasons.get(line.reason)
    return ReturnLineOut(
        line_id=line.order_line.external_id,
        sku=line.order_line.sku,
        title=line.order_line.title,
        quantity=line.quantity,
        reason=line.reason,
        reason_name=ret.reasons.name(line.reason, ret.brand.default_locale),
        our_fault=line.our_fault,
        answers=line.answers,
        sendcloud_reason_id=reason.sendcloud_id if reason else None,
        shopify_reason=str(reason.shopify_reason) if reason else "",
        received=line.received,
        resolution=line.resolution,
        cancelled=line.cancelled,
        sent_back=line.sent_back,
    )
