"""What a visitor chose, kept in one cookie of ours and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from retour_core.brands.models import Brand
from retour_portal.consent.models import Analytics

# By its prefix, whoever brings it neither gets nor fills the page cache.
COOKIE = "retour_choice"
_MAX_AGE = 180 * 24 * 60 * 60
_Response = TypeVar("_Response", bound=HttpResponse)


class Choice(StrEnum):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class Consent:
    """``choice`` is ``None`` for who was not asked yet, or about another script."""

    analytics: Analytics
    choice: Choice | None

    @property
    def is_given(self) -> bool:
        return self.choice is Choice.YES


def analytics_of(brand: Brand | None) -> Analytics | None:
    """No query where the brand came with its theme."""
    return getattr(brand, "analytics", None)


def consent_on(request: HttpRequest) -> Consent | None:
    """``None`` where there is nothing to agree to; an editor's preview has nothing."""
    analytics = analytics_of(getattr(request, "brand", None))
    if analytics is None or getattr(request, "is_preview", False):
        return None
    said, _, stamp = request.COOKIES.get(COOKIE, "").partition(".")
    is_known = stamp == analytics.stamp and said in set(Choice)
    return Consent(analytics, Choice(said) if is_known else None)


def remember(
    request: HttpRequest, response: HttpResponse, analytics: Analytics, choice: Choice
) -> None:
    response.set_cookie(
        COOKIE,
        f"{choice}.{analytics.stamp}",
        max_age=_MAX_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def allow_agreed(response: _Response, consent: Consent) -> _Response:
    """The page of somebody who chose: theirs alone, with the script if they agreed."""
    patch_cache_control(response, private=True, no_cache=True)
    if consent.is_given:
        # As django-csp's decorator does, for a policy known only now.
        response._csp_update = consent.analytics.policy  # type: ignore[attr-defined]  # noqa: SLF001
    return response
