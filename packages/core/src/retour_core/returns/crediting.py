"""Store credit: issued by the shop or by hand, after it was decided."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from retour_core.domain.errors import DomainError
from retour_core.returns.actors import Actor
from retour_core.returns.choices import StoreCreditState
from retour_core.returns.part_models import StoreCredit
from retour_core.returns.settling import close_part, outcome_of
from retour_core.returns.transition import lock_return


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
    locked = lock_return(decided.parent_id)
    current = StoreCredit.objects.get(pk=decided.pk)
    if current.state == outcome_of(current, succeeded=succeeded):
        return current
    if current.state != StoreCreditState.PENDING:
        raise StoreCreditNotPending(state=current.state)
    if succeeded and code:
        current.code = code
    try:
        with transaction.atomic():
            close_part(
                current,
                locked,
                succeeded=succeeded,
                actor=actor,
                reference=reference,
                message=message,
            )
    except IntegrityError as error:
        raise CodeTaken from error
    return current
