"""A mail about a return or withdrawal that never was, for who may not see real ones."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.notifications.brand_mail import BrandMail, one_line, render
from retour_core.notifications.kinds import examples_of
from retour_core.notifications.own import (
    OwnText,
    own_context,
    own_subject,
    preheader_of,
)
from retour_core.notifications.standard import standard_subject
from retour_core.notifications.values import (
    next_step,
    pay_until,
    please_by,
    said_of_way,
)

if TYPE_CHECKING:
    from retour_core.brands.models import Brand
    from retour_core.notifications.kinds import MailKind


def render_sample(
    brand: Brand, kind: MailKind, own: OwnText | None, *, language: str, key: str
) -> EmailMultiAlternatives:
    """To nobody: the caller says to whom. ``language`` is that of the standard text."""
    with translation.override(own.language if own else language):
        values = sample_values(brand, kind)
        context = _context(brand, kind, values)
        if own is not None:
            context |= own_context(kind, own, values, link=context["tracking_url"])
            context["preheader"] = preheader_of(context["own_blocks"])
            subject = own_subject(own, values)
        else:
            subject = standard_subject(kind.key).format(**values)
    return render(
        BrandMail(
            brand=brand,
            to="",
            subject=subject,
            template=kind.key,
            locale=own.language if own else language,
            key=key,
            context=context,
            is_own=own is not None,
        )
    )


def sample_values(brand: Brand, kind: MailKind) -> dict[str, str]:
    values = examples_of(kind.placeholders) | {"brand": one_line(brand.name)}
    if "link" in values:
        values["link"] = f"{brand.portal_url}/r/sample"
    if "next_step" in values:
        values["next_step"] = next_step(has_label=True)
    return values


def _context(brand: Brand, kind: MailKind, values: dict[str, str]) -> dict[str, Any]:
    item = SimpleNamespace(title=_("Rain jacket"), variant="M")
    found: dict[str, Any] = {
        "amount": "€59.90",
        "gives_money": True,
        "only_money": True,
        "has_label": True,
        "please_by": please_by(values.get("deadline", "")),
        "fee": values.get("fee", ""),
        "pay_until": pay_until(values.get("deadline", "")),
        "message": SimpleNamespace(
            is_question=True, text=_("Could you send us a photo of the seam?")
        ),
        "unsubscribe_url": (
            f"{brand.portal_url}/unsubscribe/sample" if kind.may_unsubscribe else ""
        ),
        "withdrawal": SimpleNamespace(decision_reason=_("The time is over.")),
        "facts": [
            SimpleNamespace(caption=_("Name"), values=["Anna Berg"]),
            SimpleNamespace(caption=_("Order"), values=["100234"]),
        ],
        "seal": "4f7k…2m9q",
        "url": f"{brand.portal_url}/w/sample",
        "day": values.get("deadline", ""),
        **said_of_way("", money="€59.90", day=values.get("deadline", "")),
    }
    if kind.about_return:
        found |= {
            "lines": [SimpleNamespace(quantity=1, order_line=item)],
            "order": SimpleNamespace(number=values["order"]),
            "ret": SimpleNamespace(
                rma_number=values["rma"], rejection_reason=values.get("reason", "")
            ),
        }
    elif kind.key == "order_links":
        order = SimpleNamespace(number="100234", placed_at=date(2026, 6, 1))
        found |= {"orders": [order], "hours": 24}
        values = {"link": f"{brand.portal_url}/o/sample"}
    return {**found, "tracking_url": values.get("link", "")}
