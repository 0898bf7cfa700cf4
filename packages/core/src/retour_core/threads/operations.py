"""Asking, answering and telling about a return; its state stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from unicodedata import category

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from retour_core.brands.languages import spoken
from retour_core.domain.states import OPEN_STATES, ReturnState
from retour_core.outbox.operations import put
from retour_core.returns.actors import CUSTOMER, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.transition import lock_return, note
from retour_core.threads.errors import (
    MessageEmpty,
    MessageTooLong,
    ThreadClosed,
    ThreadNotOpen,
)
from retour_core.threads.models import MAX_TEXT, Message, Photo, Thread, WaitingFor
from retour_core.threads.photos import (
    abandoned_on_error,
    check_number,
    discard,
    finish,
    read_pictures,
    store_photos,
)

if TYPE_CHECKING:
    from retour_core.returns.models import Return
    from retour_core.threads.photos import Upload

# The same words again within this are a form sent twice.
_SENT_TWICE = timedelta(minutes=10)
# Control signs and lone surrogates; what joins emoji and Persian letters is no such.
_NO_TEXT = frozenset({"Cc", "Cs"})


@transaction.atomic
def ask_customer(ret: Return, *, actor: Actor, text: str = "") -> Message:
    """Ask for more; the customer is mailed, and the return waits for them.

    Without ``text`` in standard words of their language. Raises ``MessageTooLong``,
    ``ThreadClosed`` or ``ThreadNotOpen``. Asking the same twice in a row asks once.
    """
    wording = text if text.strip() else _standard_question(ret)
    return _tell(ret, text=wording, actor=actor, is_question=True)


@transaction.atomic
def post_message(ret: Return, *, text: str, actor: Actor) -> Message:
    """Tell the customer something that needs no answer; raises what asking raises,
    or ``MessageEmpty``."""
    return _tell(ret, text=text, actor=actor, is_question=False)


def answer(ret: Return, *, text: str, uploads: Sequence[Upload] = ()) -> Message:
    """What the customer writes, asked or not, with photos or of photos alone.

    All of it or nothing: raises a ``PhotoRefused``, ``TooManyPhotos`` or what asking
    raises. Call it outside a transaction: files are written in between.
    """
    text = _tidy(text, may_be_empty=bool(uploads))
    _require_open(ret)
    check_number(ret, uploads)
    pictures, refused = read_pictures(uploads)
    if refused:
        raise refused[0]
    hashes = {picture.sha256 for picture in pictures}
    repeated = _sent_before(ret, CUSTOMER, text, hashes)
    if repeated is not None:
        return repeated
    photos = store_photos(ret, pictures, by=ActorKind.CUSTOMER)
    with abandoned_on_error(photos):
        return _answer(ret, text, photos)


@transaction.atomic
def mark_answered_read(ret: Return) -> None:
    """An agent has read the customer's answer and needs nothing more."""
    locked = lock_return(ret.pk)
    _read_by_staff(locked)
    Thread.objects.filter(parent=locked, waiting_for=WaitingFor.STAFF).update(
        waiting_for="", since=timezone.now()
    )


def mark_read_by_customer(ret: Return) -> None:
    """The customer has the thread before their eyes. One query."""
    ret.messages.filter(read_by_customer_at=None).update(
        read_by_customer_at=timezone.now()
    )


def _tell(ret: Return, *, text: str, actor: Actor, is_question: bool) -> Message:
    text = _tidy(text)
    locked = lock_return(ret.pk)
    _require_open(locked)
    repeated = _sent_before(locked, actor, text, set())
    if repeated is not None and repeated.is_question == is_question:
        return repeated
    message = _write(locked, text, actor, is_question=is_question)
    _read_by_staff(locked)
    if is_question:
        _wait_for(locked, WaitingFor.CUSTOMER)
    else:
        Thread.objects.filter(parent=locked, waiting_for=WaitingFor.STAFF).update(
            waiting_for="", since=message.at
        )
    kind = "return.question_asked" if is_question else "return.message_sent"
    note(locked, kind, actor=actor, message=str(message.public_id))
    if locked.email:
        put("thread_mail", {"message_id": message.pk}, dedupe_key=_mail_key(message))
    return message


@transaction.atomic
def _answer(ret: Return, text: str, photos: Sequence[Photo]) -> Message:
    locked = lock_return(ret.pk)
    _require_open(locked)
    repeated = _sent_before(locked, CUSTOMER, text, {p.sha256 for p in photos})
    if repeated is not None:
        discard(photos)
        return repeated
    message = _write(locked, text, CUSTOMER)
    finish(locked, photos)
    keys = [photo.pk for photo in photos]
    Photo.objects.filter(pk__in=keys).update(message=message)
    was_asked = Thread.objects.filter(
        parent=locked, waiting_for=WaitingFor.CUSTOMER
    ).exists()
    _wait_for(locked, WaitingFor.STAFF)
    mark_read_by_customer(locked)
    note(
        locked,
        "return.question_answered" if was_asked else "return.message_received",
        actor=CUSTOMER,
        message=str(message.public_id),
    )
    return message


def _write(
    ret: Return, text: str, actor: Actor, *, is_question: bool = False
) -> Message:
    return Message.objects.create(
        parent=ret,
        author_kind=actor.kind,
        author_name=actor.name,
        text=text,
        is_question=is_question,
        at=timezone.now(),
    )


def _wait_for(ret: Return, whom: WaitingFor) -> None:
    Thread.objects.update_or_create(
        parent=ret, defaults={"waiting_for": whom, "since": timezone.now()}
    )


def _read_by_staff(ret: Return) -> None:
    ret.messages.filter(author_kind=ActorKind.CUSTOMER, read_by_staff_at=None).update(
        read_by_staff_at=timezone.now()
    )


def _sent_before(
    ret: Return, actor: Actor, text: str, hashes: set[str]
) -> Message | None:
    """The last message, if it is this one: a double click, a page loaded again."""
    last = ret.messages.order_by("-pk").first()
    if (
        last is None
        or (last.author_kind, last.author_name) != (actor.kind, actor.name)
        or last.text != text
        or last.at < timezone.now() - _SENT_TWICE
    ):
        return None
    return last if {photo.sha256 for photo in last.photos.all()} == hashes else None


def _require_open(ret: Return) -> None:
    if ret.current_state is ReturnState.DRAFT:
        raise ThreadNotOpen
    if ret.current_state not in OPEN_STATES:
        raise ThreadClosed


def _tidy(text: str, *, may_be_empty: bool = False) -> str:
    """One kind of line break and no signs a database or a mail cannot carry."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    tidy = "".join(c for c in lines if c in "\n\t" or category(c) not in _NO_TEXT)
    if not tidy.strip() and not may_be_empty:
        raise MessageEmpty
    if len(tidy) > MAX_TEXT:
        raise MessageTooLong(most=MAX_TEXT)
    return tidy


def _standard_question(ret: Return) -> str:
    with translation.override(spoken(ret.brand, ret.locale)):
        return _(
            "Please tell us more about why you return this, and add photos that show "
            "it if you can."
        )


def _mail_key(message: Message) -> str:
    return f"thread-mail-{message.pk}"
