"""Origins (RFC 6454) that may frame a portal: scheme, host and port, nothing else."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Without TLS only on one's own computer; what goes into a header has no other letters.
_ORIGIN = re.compile(
    r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?"
    r"|http://([a-z0-9-]+\.)*(localhost|127\.0\.0\.1)(:[0-9]{1,5})?"
)


def origins_in(text: str) -> list[str]:
    """One a line, in lower case and without the slash at the end."""
    lines = (line.strip().lower().rstrip("/") for line in text.splitlines())
    return [line for line in lines if line]


def validate_origins(text: str) -> None:
    for origin in origins_in(text):
        if not _ORIGIN.fullmatch(origin):
            raise ValidationError(
                _(
                    "“%(origin)s” is no address of a shop: write https:// and the "
                    "host, like https://shop.example, without a path."
                ),
                code="no_origin",
                params={"origin": origin},
            )
