"""What the outbox carries out for messages and photos."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from retour_core.labels.storage import private_storage
from retour_core.notifications.operations import hand_over
from retour_core.threads.mails import render_mail
from retour_core.threads.models import Message


def send_thread_mail(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``thread_mail``: what the merchant wrote, to the customer."""
    message = Message.objects.select_related("parent__brand", "parent__order").get(
        pk=payload["message_id"]
    )
    if message.parent.email:
        hand_over(render_mail(message, message_id=message_id))
    return None


def remove_files(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``photo_files``; a file that is gone already is no error."""
    del message_id  # deleting twice is deleting once
    storage = private_storage()
    for name in payload["names"]:
        storage.delete(name)
    return None
