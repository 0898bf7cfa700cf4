from __future__ import annotations

import unicodedata

from retour_core.orders.search_keys import LONGEST, code_key


def number_key(number: str) -> str:
    """An order number as people mean it: upper case, letters and digits only.

    “#nw-1001 ” and “NW1001” are the same number. One that consists of signs only
    stays as it is. At most ``LONGEST`` characters, which unfolding could exceed.
    """
    key = code_key(number)
    if key:
        return key
    text = unicodedata.normalize("NFKC", number)
    return "".join(c for c in text if c.isprintable()).strip()[:LONGEST]
