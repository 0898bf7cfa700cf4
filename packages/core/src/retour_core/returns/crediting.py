"""Store credit: issued by the shop or by hand, after it was decided."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from retour_core.domain.errors import DomainError
from retour_core.returns.actors import Actor
from retour_core.returns.part_models import StoreCredit
from retour_core.returns.settling import finish


class StoreCreditNotPending(DomainError):
    """This store credit has been finished already with another outcome."""

    code = "store_credit_not_pending"


class CodeTaken(DomainError):
    """Another store credit has this code already; give this one its own."""

    code = "code_taken"


@transaction.atomic
def finish_credit(
    decided: StoreCredit,
    *,
    succeeded: bool,
    actor: Actor,
    reference: str = "",
    code: str = "",
    message: str = "",
) -> StoreCredit:
    """Write down whether the credit was issued; the same answer again changes nothing.

    ``code`` is the one the shop made, if it is another than ours. A failure frees the
    amount, and the credit can be decided anew with a new code. Raises
    ``StoreCreditNotPending`` when another outcome stands, ``CodeTaken``.
    """
    try:
        with transaction.atomic():
            return finish(
                decided,
                succeeded=succeeded,
                actor=actor,
                reference=reference,
                message=message,
                refusal=StoreCreditNotPending,
                code=code,
            )
    except IntegrityError as error:
        raise CodeTaken from error
