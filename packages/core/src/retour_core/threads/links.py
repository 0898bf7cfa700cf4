from __future__ import annotations

from retour_core.returns.links import tracking_url
from retour_core.returns.models import Return


def thread_url(ret: Return) -> str:
    """The private, short link to a return's messages, in the customer's language."""
    return f"{tracking_url(ret)}/messages"
