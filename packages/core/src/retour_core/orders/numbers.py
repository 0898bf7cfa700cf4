from __future__ import annotations

import unicodedata

LONGEST = 100


def number_key(number: str) -> str:
    """An order number as people mean it: upper case, letters and digits only.

    “#nw-1001 ” and “NW1001” are the same number. One that consists of signs only
    stays as it is. At most ``LONGEST`` characters, which unfolding could exceed.
    """
    text = unicodedata.normalize("NFKC", number).upper()
    key = "".join(c for c in text if c.isalnum())
    signs = "".join(c for c in text if c.isprintable()).strip()
    return (key or signs)[:LONGEST]
