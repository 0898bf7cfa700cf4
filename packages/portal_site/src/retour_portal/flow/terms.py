"""What the brand's policy and rules say of a draft, decided once for each request."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from retour_core.brands.models import ReturnAddress
from retour_core.domain.methods import ReturnMethod
from retour_core.policies.deciding import Decided
from retour_core.returns.asking import ask, needs_photo, open_questions
from retour_core.returns.methods import methods_for
from retour_core.returns.models import Return
from retour_core.returns.price_asking import ask_price
from retour_core.returns.refusals import NoReturnAddress
from retour_core.returns.table_price import priced
from retour_core.returns.terms import address_of
from retour_core.threads.queries import missing_photos
from retour_portal.flow.queries import chosen_lines


class DraftTerms:
    """``ret`` is a draft as ``return_of_key`` loads it; nothing is asked before it is
    needed. Eight queries, one more where "in store" is among the ways, and two where
    the customer pays by the brand's table. Where the policy wants the carrier's price,
    reading may ask it (``returns.price_asking``)."""

    def __init__(self, ret: Return, now: datetime) -> None:
        self.ret = ret
        self.now = now

    @cached_property
    def asked(self) -> Decided:
        lines = chosen_lines(self.ret)
        asked = ask(self.ret, lines, now=self.now)
        ask_price(self.ret, lines, asked, now=self.now)
        decision = priced(self.ret, lines, asked, now=self.now)
        return replace(asked, decision=decision)

    @cached_property
    def methods(self) -> list[ReturnMethod]:
        """The ways back; none where the customer keeps everything."""
        return methods_for(self.ret, self.asked.decision)

    @cached_property
    def most_parcels(self) -> int:
        """As many as the policy grants, and as there are things to send; no query."""
        lines = chosen_lines(self.ret)
        travelling = [
            line.quantity
            for line in lines
            if not self.asked.decision.item(line.order_line.external_id).keep_item
        ]
        return min(self.asked.policy.most_parcels, max(sum(travelling), 1))

    @cached_property
    def return_address(self) -> ReturnAddress | None:
        try:
            return address_of(self.ret, self.asked.decision)
        except NoReturnAddress:
            return None

    @cached_property
    def photo_lines(self) -> list[int]:
        """The return lines, by primary key, a photo is asked for of."""
        decision = self.asked.decision
        return [
            line.pk
            for line in chosen_lines(self.ret)
            if needs_photo(decision, self.ret, line)
        ]

    @property
    def lacks_something(self) -> bool:
        """Whether an answer or a photo is still missing, which a reason may have made
        necessary. One query if any photo is."""
        decision, lines = self.asked.decision, chosen_lines(self.ret)
        if any(open_questions(decision, line) for line in lines):
            return True
        return bool(self.photo_lines and missing_photos(self.ret, self.photo_lines))

    @property
    def travels(self) -> bool:
        return any(not item.keep_item for item in self.asked.decision.items)


def terms_of(ret: Return) -> DraftTerms:
    """The same object for the same loaded draft."""
    found: DraftTerms | None = ret.__dict__.get("_terms")
    if found is None:
        found = DraftTerms(ret, timezone.now())
        ret.__dict__["_terms"] = found
    return found
