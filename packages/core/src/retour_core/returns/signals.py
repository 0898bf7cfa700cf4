from __future__ import annotations

from django.dispatch import Signal

# ``events``: entries of timelines, in their order, in the transaction that writes them;
# several returns may be among them. Whoever listens writes in that transaction too.
timeline_written = Signal()
