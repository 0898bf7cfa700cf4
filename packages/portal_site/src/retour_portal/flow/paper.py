"""On which paper a customer prints: chosen with the label, remembered by the browser.

The cookie says a size of paper and nothing else, is set by the choice itself, and goes
to the pages of returns only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.labels.downloads import DownloadPaper

_COOKIE = "retour_paper"
_KEPT_FOR = timedelta(days=365)
_RETURNS = "/r/"
_PAPERS: dict[DownloadPaper, tuple[str | Promise, str | Promise]] = {
    DownloadPaper.A4: ("A4", _("To cut out, for ordinary printers")),
    DownloadPaper.A6: ("A6", _("10.5 × 14.8 cm, for label printers")),
    DownloadPaper.INCHES_4X6: (_("4 × 6 inches"), _("For label printers")),
}


@dataclass(frozen=True)
class PaperChoice:
    value: str
    title: str | Promise
    hint: str | Promise
    is_chosen: bool


def paper_choices(request: HttpRequest) -> list[PaperChoice]:
    """A4, which most have at home, unless another was chosen before."""
    before = _paper(request.COOKIES.get(_COOKIE, "")) or DownloadPaper.A4
    return [
        PaperChoice(paper.value, title, hint, paper is before)
        for paper, (title, hint) in _PAPERS.items()
    ]


def paper_asked(request: HttpRequest) -> DownloadPaper | None:
    """None is the label as it was made; so is a paper that is not offered."""
    return _paper(request.GET.get("paper", ""))


def remember_paper(
    request: HttpRequest, response: HttpResponse, paper: DownloadPaper
) -> None:
    response.set_cookie(
        _COOKIE,
        paper.value,
        max_age=_KEPT_FOR,
        path=request.path[: request.path.index(_RETURNS) + len(_RETURNS)],
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _paper(value: str) -> DownloadPaper | None:
    return next((paper for paper in _PAPERS if paper.value == value), None)
