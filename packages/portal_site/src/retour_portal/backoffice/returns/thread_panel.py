"""What the return's page shows of its messages and photos."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.returns.choices import ActorKind
from retour_core.threads.models import MAX_TEXT, Message, Photo, WaitingFor
from retour_core.threads.queries import messages_of, photos_of, takes_messages

if TYPE_CHECKING:
    from retour_core.returns.models import Return, ReturnLine

# The words of the filter are too long for a column.
_SHORT = {WaitingFor.CUSTOMER: _("asked"), WaitingFor.STAFF: WaitingFor.STAFF.label}


class MessageForm(forms.Form):
    """``ask`` is the button that asks; without text it asks for more in standard
    words."""

    text = forms.CharField(
        label=_("Message to the customer"),
        help_text=_(
            "They get it by e-mail with a link to answer, photos included. To ask for "
            "more in our standard words, leave it empty."
        ),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    @property
    def asks(self) -> bool:
        return "ask" in self.data

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if not text and not self.asks:
            raise forms.ValidationError(_("Write what you want to tell the customer."))
        return text


@dataclass(frozen=True)
class LinePhotos:
    title: str
    photos: list[Photo]


@dataclass(frozen=True)
class ShownMessage:
    """``read_at`` is when the customer saw what was written to them, if they did."""

    message: Message
    author: str
    read_at: datetime | None


@dataclass(frozen=True)
class ThreadPanel:
    messages: list[ShownMessage]
    lines: list[LinePhotos]
    waiting_for: str
    state_label: str
    is_answered: bool
    form: MessageForm | None
    has_email: bool


def thread_panel(ret: Return, bound: MessageForm | None) -> ThreadPanel:
    """Three queries; ``ret`` comes with its lines and its thread."""
    is_open = takes_messages(ret)
    thread = getattr(ret, "thread", None)
    waiting_for = thread.waiting_for if thread is not None and is_open else ""
    return ThreadPanel(
        messages=[_shown(message) for message in messages_of(ret)],
        lines=_by_line(ret.lines.all(), photos_of(ret)),
        waiting_for=waiting_for,
        state_label=str(WaitingFor(waiting_for).label) if waiting_for else "",
        is_answered=waiting_for == WaitingFor.STAFF,
        form=(bound or MessageForm()) if is_open else None,
        has_email=bool(ret.email),
    )


def thread_state(ret: Any) -> str:
    """Of a listed return: whose turn it is, or nothing for a closed one."""
    return ret.waiting_for or "" if takes_messages(ret) else ""


def thread_label(ret: Any) -> str:
    state = thread_state(ret)
    return str(_SHORT[WaitingFor(state)]) if state else ""


def _shown(message: Message) -> ShownMessage:
    if message.is_from_customer:
        return ShownMessage(message, str(_("Customer")), None)
    kind = str(ActorKind(message.author_kind).label).capitalize()
    name = message.author_name or kind
    return ShownMessage(message, name, message.read_by_customer_at)


def _by_line(lines: Iterable[ReturnLine], photos: list[Photo]) -> list[LinePhotos]:
    """Photos of lines, then those of the whole return; a message shows its own."""
    loose = [photo for photo in photos if photo.message_id is None]
    found = [
        LinePhotos(
            line.order_line.title,
            [photo for photo in loose if photo.line_id == line.pk],
        )
        for line in lines
    ]
    whole = [photo for photo in loose if photo.line_id is None]
    found.append(LinePhotos(str(_("The whole return")), whole))
    return [each for each in found if each.photos]
