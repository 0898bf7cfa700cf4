"""Several orders at once: a page that gathers their drafts, sends them off together and
then confirms all of them. Who holds its private link came by a mailed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from retour_core.domain.states import ReturnState
from retour_core.returns.drafts import NothingChosen
from retour_core.returns.group_models import ReturnGroup
from retour_core.returns.groups import GroupRefused, leave_group, submit_group
from retour_core.returns.models import Return
from retour_portal.flow.access import brand_of, is_stale_draft, own_site_posts
from retour_portal.flow.forms import Problem
from retour_portal.flow.labels import is_label_coming
from retour_portal.flow.messages import refusal_of
from retour_portal.flow.opened import is_open
from retour_portal.flow.pages import draft_expired_page
from retour_portal.flow.progress import Step, earliest_open_step
from retour_portal.flow.queries import chosen_lines, group_of_key, returns_of_group
from retour_portal.flow.words import StateWords, state_words


@dataclass(frozen=True)
class GroupRow:
    """One order's return; ``url_name`` is the step where it goes on, ``words`` are of
    what was sent off."""

    ret: Return
    items: list[str]
    is_sent: bool
    is_ready: bool
    is_waiting: bool
    words: StateWords | None
    url_name: str


@own_site_posts
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, private_key: str) -> HttpResponse:
    found = group_of_key(brand_of(request), private_key)
    returns = returns_of_group(found)
    closed = _closed(request, returns)
    if closed is not None:
        return closed
    if request.method == "POST" and "leave" in request.POST:
        for ret in returns:
            if str(ret.pk) == request.POST["leave"]:
                leave_group(ret)
        return redirect("flow:group", private_key=private_key)
    rows = [_row(ret) for ret in returns]
    if request.method == "POST":
        return _sent_off(request, found, rows)
    return _page(request, found, rows)


def _closed(request: HttpRequest, returns: Sequence[Return]) -> HttpResponse | None:
    """Instead of the page and of whatever its forms ask for."""
    if not returns or all(is_stale_draft(ret) for ret in returns):
        return draft_expired_page(request)
    if not any(is_open(request, ret) for ret in returns):
        # Each return has its own way to be opened again.
        return redirect("flow:open", private_key=returns[0].private_key)
    return None


def _sent_off(
    request: HttpRequest, found: ReturnGroup, rows: list[GroupRow]
) -> HttpResponse:
    unfinished = [row for row in rows if not row.is_sent and not row.is_ready]
    if unfinished:
        return _page(request, found, rows, [_unfinished(row) for row in unfinished])
    try:
        submit_group(found, now=timezone.now())
    except GroupRefused as error:
        sentence = refusal_of(error.ret.order, error.refusal)
        return _page(
            request,
            found,
            rows,
            [Problem(f"order-{error.ret.pk}", f"{error.ret.order.number}: {sentence}")],
            status=409,
        )
    except NothingChosen:
        return redirect("flow:lookup")
    return redirect("flow:group", private_key=found.private_key)


def _page(
    request: HttpRequest,
    found: ReturnGroup,
    rows: list[GroupRow],
    problems: list[Problem] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "group": found,
        "rows": rows,
        "is_sent": all(row.is_sent for row in rows),
        "is_ready": all(row.is_sent or row.is_ready for row in rows),
        "is_waiting": any(row.is_waiting for row in rows),
        "may_leave": sum(not row.is_sent for row in rows) > 1,
        "problems": problems or [],
    }
    return render(request, "retour/flow/group.html", context, status=status)


def _row(ret: Return) -> GroupRow:
    lines = chosen_lines(ret)
    is_sent = ret.current_state is not ReturnState.DRAFT
    step = None if is_sent else _open_step(ret)
    return GroupRow(
        ret=ret,
        items=[f"{line.quantity} × {line.order_line.title}" for line in lines],
        is_sent=is_sent,
        is_ready=step is Step.REVIEW,
        is_waiting=is_label_coming(ret),
        words=state_words(ret.current_state, ret.method) if is_sent else None,
        url_name=step.url_name if step else "flow:tracking",
    )


def _open_step(ret: Return) -> Step:
    """Policies are only asked where an answer is missing: with a way back chosen, all
    steps before it were answered, and submitting asks again."""
    lines = chosen_lines(ret)
    if ret.method and lines and all(line.reason for line in lines):
        return Step.REVIEW
    return earliest_open_step(ret, lines)


def _unfinished(row: GroupRow) -> Problem:
    text = _("Order %(number)s: choose what goes back, or leave it out.")
    return Problem(f"order-{row.ret.pk}", text % {"number": row.ret.order.number})
