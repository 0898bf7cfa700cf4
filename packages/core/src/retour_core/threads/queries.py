"""What pages, endpoints and rules read of messages and photos."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from retour_core.domain.states import OPEN_STATES, ReturnState
from retour_core.returns.models import Return
from retour_core.threads.models import Message, Photo, WaitingFor


def messages_of(ret: Return) -> list[Message]:
    """Oldest first, each with its ``photos``. Two queries."""
    photos = Photo.objects.ready().order_by("pk")
    return list(
        ret.messages.order_by("pk").prefetch_related(Prefetch("photos", photos))
    )


def photos_of(ret: Return) -> list[Photo]:
    """All photos that are shown, with the line or message they belong to, in the
    order they came. One query."""
    shown = Photo.objects.ready().select_related("line__order_line", "message")
    return list(shown.filter(parent=ret).order_by("pk"))


def photo_of(ret: Return, public_id: UUID) -> Photo | None:
    return Photo.objects.ready().filter(parent=ret, public_id=public_id).first()


def missing_photos(ret: Return, required_line_pks: Iterable[int]) -> list[int]:
    """Which of these return lines have no photo of their own, in the order given.

    Photos of the whole return and of its messages do not count. One query.
    """
    required = list(dict.fromkeys(required_line_pks))
    shown = set(
        Photo.objects.ready()
        .filter(parent=ret, line_id__in=required)
        .values_list("line_id", flat=True)
    )
    return [pk for pk in required if pk not in shown]


def takes_messages(ret: Return) -> bool:
    """Whether one can write about it: it is sent, and not closed."""
    state = ret.current_state
    return state in OPEN_STATES and state is not ReturnState.DRAFT


def waiting(rows: QuerySet[Return], *whom: WaitingFor) -> QuerySet[Return]:
    """Open returns in whose thread it is the turn of one of these."""
    return rows.filter(
        thread__waiting_for__in=whom, state__in=[str(state) for state in OPEN_STATES]
    )
