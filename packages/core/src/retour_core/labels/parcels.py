"""Labels of a return that has some already: a further one, a new one, one too many."""

from __future__ import annotations

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.domain.methods import METHODS_WITH_LABEL
from retour_core.domain.policies import MOST_PARCELS
from retour_core.domain.states import ReturnState
from retour_core.labels.models import LIVE_STATES, Label, LabelState, VoidReason
from retour_core.labels.voiding import void
from retour_core.returns.actors import Actor
from retour_core.returns.agreed import policy_of
from retour_core.returns.approving import put_label
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return
from retour_core.returns.refusals import TooManyParcels
from retour_core.returns.transition import lock_return, note
from retour_core.tracking.queries import handed_in

# In these a return that was sent off can get a label without changing its state.
TAKES_LABELS = frozenset({ReturnState.READY, ReturnState.IN_TRANSIT})
# How many labels above the policy's limit a customer may have made for one return.
_MOST_RENEWED = 3


class LabelNotPossible(DomainError):
    """This return takes no further labels: it is not ready to be sent, or was."""

    code = "label_not_possible"


class LabelUsed(DomainError):
    """The parcel with this label was handed in already."""

    code = "label_used"


class LabelStillGood(DomainError):
    """There is a label for this parcel that can be used."""

    code = "label_still_good"


def takes_labels(ret: Return) -> bool:
    return ret.method in METHODS_WITH_LABEL and ret.current_state in TAKES_LABELS


def may_add_parcel(ret: Return, actor: Actor, labels: int) -> bool:
    """``labels`` is how many the return has had. No query but for its policy's."""
    most = _most(ret, actor)
    return takes_labels(ret) and ret.parcels < most and labels < _most_made(most, actor)


@transaction.atomic
def add_parcel(ret: Return, *, actor: Actor, after: int) -> Return:
    """One more parcel, with a label of its own.

    ``after`` is how many parcels the caller saw, so that a form sent twice adds one.
    Raises ``LabelNotPossible`` or ``TooManyParcels``.
    """
    locked = lock_return(ret.pk)
    if locked.parcels != after:
        return locked
    _check(locked, actor)
    most = _most(locked, actor)
    if locked.parcels >= most:
        raise TooManyParcels(most=most)
    locked.parcels += 1
    locked.save(update_fields=["parcels"])
    _ask(locked, locked.parcels, actor)
    return locked


@transaction.atomic
def renew_label(ret: Return, parcel: int, *, actor: Actor, why: str = "") -> Return:
    """A new label for a parcel; staff may replace one that is still good, and say why.

    One that is being made is waited for. The one before is void from then on. Raises
    ``LabelNotPossible``, ``LabelStillGood``, ``LabelUsed`` or ``TooManyParcels``.
    """
    locked = lock_return(ret.pk)
    label = _newest(locked, parcel)
    if label is not None and label.state == LabelState.PENDING:
        return locked
    _check(locked, actor)
    if label is None or not 1 <= parcel <= locked.parcels:
        raise LabelNotPossible
    if label.pk in handed_in([label.pk]):
        raise LabelUsed
    if label.state == LabelState.READY:
        if actor.kind is ActorKind.CUSTOMER:
            raise LabelStillGood
        void(locked, label, VoidReason.REPLACED, actor=actor, why=why)
    _ask(locked, parcel, actor)
    return locked


@transaction.atomic
def give_back(ret: Return, parcel: int, *, actor: Actor) -> Return:
    """A label that is not needed, while another is; its carrier is asked for its price.

    Again, it changes nothing. Raises ``LabelUsed`` or ``LabelNotPossible``.
    """
    locked = lock_return(ret.pk)
    label = _newest(locked, parcel)
    if label is None or label.state != LabelState.READY:
        return locked
    if label.pk in handed_in([label.pk]):
        raise LabelUsed
    others = locked.labels.filter(state__in=LIVE_STATES).exclude(pk=label.pk)
    if not takes_labels(locked) or not others.exists():
        raise LabelNotPossible
    if parcel == locked.parcels:
        locked.parcels -= 1
        locked.save(update_fields=["parcels"])
    void(locked, label, VoidReason.UNNEEDED, actor=actor)
    return locked


def _check(locked: Return, actor: Actor) -> None:
    if not takes_labels(locked):
        raise LabelNotPossible
    most = _most_made(_most(locked, actor), actor)
    if locked.labels.count() >= most:
        raise TooManyParcels(most=most)


def _most(ret: Return, actor: Actor) -> int:
    if actor.kind is ActorKind.CUSTOMER:
        return policy_of(ret).most_parcels
    return MOST_PARCELS


def _most_made(most_parcels: int, actor: Actor) -> int:
    extra = _MOST_RENEWED if actor.kind is ActorKind.CUSTOMER else MOST_PARCELS
    return most_parcels + extra


def _newest(locked: Return, parcel: int) -> Label | None:
    return locked.labels.filter(parcel=parcel).order_by("pk").last()


def _ask(locked: Return, parcel: int, actor: Actor) -> None:
    """Write the row that asks for it; a failed one may have bought a label already."""
    event = note(locked, "label.asked", actor=actor, parcel=parcel)
    failed = locked.labels.filter(parcel=parcel, state=LabelState.FAILED)
    if not failed.update(state=LabelState.PENDING):
        Label.objects.create(parent=locked, parcel=parcel, parcels=locked.parcels)
    put_label(locked, parcel, event)
