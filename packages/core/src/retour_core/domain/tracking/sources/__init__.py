"""What each source writes, read into scans: a table of its words and a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from retour_core.domain.tracking.scans import Scan
from retour_core.domain.tracking.sources import (
    aftership,
    dhl,
    easypost,
    generic,
    inpost,
    sendcloud,
    shippo,
)

Reader = Callable[[object], list[Scan]]

READERS: Mapping[str, Reader] = {
    "aftership": aftership.read,
    "dhl": dhl.read,
    "easypost": easypost.read,
    "generic": generic.read,
    "inpost": inpost.read,
    "sendcloud": sendcloud.read,
    "shippo": shippo.read,
}
"""By source. A reader takes the decoded JSON of a webhook or an answer and raises
``UnreadableNews`` where it is not that; news of anything else reads as no scans."""
