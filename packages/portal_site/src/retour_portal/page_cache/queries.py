from __future__ import annotations

from wagtail.models import Site


def version_of(hostname: str) -> str | None:
    """Of the pages shown at ``hostname`` (no port), ``None`` where no site is.

    One query. Sites that differ by their port alone are emptied together.
    """
    found = Site.objects.filter(hostname=hostname).order_by("pk")
    versions = list(found.values_list("cache_version__version", flat=True))
    return ".".join(version or "0" for version in versions) if versions else None
