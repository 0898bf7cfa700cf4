"""Messages and photos of a return; photos are shown to the shop's token only."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router
from pydantic import BaseModel

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of
from retour_core.api.idempotency import idempotent
from retour_core.domain.rma import normalise_rma_number
from retour_core.domain.wire import Wire, printable
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return
from retour_core.threads.models import MAX_TEXT, Message, Photo
from retour_core.threads.operations import ask_customer, post_message
from retour_core.threads.queries import messages_of, photo_of, photos_of
from retour_core.threads.serving import photo_response

router = Router(tags=["returns"])
READ, WRITE = ShopToken(Scope.RETURNS_READ), ShopToken(Scope.RETURNS_WRITE)
_JPEG: dict[str, Any] = {"responses": {200: {"content": {"image/jpeg": {}}}}}


class MessageIn(Wire):
    """``is_question`` makes the return wait for the customer's answer."""

    text: Annotated[str, printable(MAX_TEXT, 1)]
    is_question: bool = False


class MessageOut(BaseModel):
    """``photos`` are ids of the return's photos."""

    id: str
    author: Literal["customer", "staff", "shop", "system"]
    text: str
    is_question: bool
    at: datetime
    photos: list[str]


class MessagesOut(BaseModel):
    """``waiting_for`` says whose turn it is: “staff” once the customer answered."""

    waiting_for: Literal["", "customer", "staff"]
    items: list[MessageOut]


class PhotoOut(BaseModel):
    """A JPEG without any metadata. ``url`` and ``thumbnail_url`` need the token.

    ``line_id`` is the order line's, ``message_id`` the message's it came with.
    """

    id: str
    line_id: str | None
    message_id: str | None
    width: int
    height: int
    bytes: int
    sha256: str
    uploaded_by: Literal["customer", "staff", "shop", "system"]
    at: datetime
    url: str
    thumbnail_url: str


class PhotosOut(BaseModel):
    items: list[PhotoOut]


@router.get(
    "/{rma_number}/messages", auth=READ, response=MessagesOut, summary="List messages"
)
def list_messages(request: HttpRequest, rma_number: str) -> MessagesOut:
    """What was said about the return, oldest first."""
    ret = _load(request, rma_number)
    thread = getattr(ret, "thread", None)
    return MessagesOut(
        waiting_for=thread.waiting_for if thread is not None else "",
        items=[
            _message_out(message, list(message.photos.all()))
            for message in messages_of(ret)
        ],
    )


@router.post(
    "/{rma_number}/messages",
    auth=WRITE,
    response={201: MessageOut},
    summary="Write to the customer",
)
@idempotent
def write_message(
    request: HttpRequest, rma_number: str, body: MessageIn
) -> tuple[int, MessageOut]:
    """The customer gets an e-mail with a link to answer."""
    write = ask_customer if body.is_question else post_message
    actor = Actor.shop(shop_of(request))
    message = write(_load(request, rma_number), text=body.text, actor=actor)
    return 201, _message_out(message, [])


@router.get(
    "/{rma_number}/photos", auth=READ, response=PhotosOut, summary="List photos"
)
def list_photos(request: HttpRequest, rma_number: str) -> PhotosOut:
    """Photos of the return's lines and of its messages, oldest first."""
    ret = _load(request, rma_number)
    photos = photos_of(ret)
    return PhotosOut(items=[_photo_out(request, ret, photo) for photo in photos])


@router.get(
    "/{rma_number}/photos/{photo_id}",
    auth=READ,
    url_name="photo",
    summary="Download a photo",
    openapi_extra=_JPEG,
)
def get_photo(
    request: HttpRequest, rma_number: str, photo_id: UUID
) -> HttpResponseBase:
    """At most 2048 pixels long."""
    return _served(request, rma_number, photo_id, is_small=False)


@router.get(
    "/{rma_number}/photos/{photo_id}/thumbnail",
    auth=READ,
    url_name="photo_thumbnail",
    summary="Download a photo's thumbnail",
    openapi_extra=_JPEG,
)
def get_thumbnail(
    request: HttpRequest, rma_number: str, photo_id: UUID
) -> HttpResponseBase:
    """At most 320 pixels long."""
    return _served(request, rma_number, photo_id, is_small=True)


def _served(
    request: HttpRequest, rma_number: str, photo_id: UUID, *, is_small: bool
) -> HttpResponseBase:
    ret = _load(request, rma_number)
    return photo_response(ret, photo_of(ret, photo_id), is_small=is_small)


def _load(request: HttpRequest, rma_number: str) -> Return:
    number = normalise_rma_number(rma_number)
    if number is None:
        raise Http404
    return get_object_or_404(
        Return.objects.for_shop(shop_of(request)).submitted().select_related("thread"),
        rma_number=number,
    )


def _message_out(message: Message, photos: list[Photo]) -> MessageOut:
    return MessageOut(
        id=str(message.public_id),
        author=cast("Any", message.author_kind),
        text=message.text,
        is_question=message.is_question,
        at=message.at,
        photos=[str(photo.public_id) for photo in photos],
    )


def _photo_out(request: HttpRequest, ret: Return, photo: Photo) -> PhotoOut:
    def address(name: str) -> str:
        path = reverse(f"retour_api:{name}", args=[ret.rma_number, photo.public_id])
        return request.build_absolute_uri(path)

    return PhotoOut(
        id=str(photo.public_id),
        line_id=photo.line.order_line.external_id if photo.line else None,
        message_id=str(photo.message.public_id) if photo.message else None,
        width=photo.width,
        height=photo.height,
        bytes=photo.bytes,
        sha256=photo.sha256,
        uploaded_by=cast("Any", photo.uploaded_by),
        at=photo.at,
        url=address("photo"),
        thumbnail_url=address("photo_thumbnail"),
    )
