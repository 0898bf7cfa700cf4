from __future__ import annotations

from typing import Any

from oscar.apps.checkout import views
from oscar.apps.payment.models import Source, SourceType

INVOICE = "Invoice"


class PaymentDetailsView(views.PaymentDetailsView):
    """Pay on invoice: the whole total counts as paid when the order is placed.

    A source with its amount is what a later refund is booked against.
    """

    def handle_payment(self, order_number: Any, total: Any, **kwargs: Any) -> None:
        source_type, _created = SourceType.objects.get_or_create(name=INVOICE)
        source = Source(
            source_type=source_type,
            currency=total.currency,
            amount_allocated=total.incl_tax,
            amount_debited=total.incl_tax,
            reference=f"INV-{order_number}",
        )
        source.create_deferred_transaction(
            "Debit", total.incl_tax, reference=f"INV-{order_number}", status="Paid"
        )
        self.add_payment_source(source)
        self.add_payment_event("Paid", total.incl_tax, reference=f"INV-{order_number}")
