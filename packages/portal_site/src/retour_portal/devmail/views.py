from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from retour_portal.devmail import folder
from retour_portal.theming.content_policy import under_policy

# What a mail may do in the frame: look like itself.
_MAIL_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
}


@never_cache
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    context = {"messages": folder.messages(), "limit": folder.LISTED}
    return render(request, "retour/devmail/list.html", context)


@never_cache
@require_safe
def message(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "retour/devmail/message.html", {"message": _found(key)})


@xframe_options_sameorigin
@never_cache
@require_safe
def message_html(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001
    """The HTML part alone; its links open beside the page, not in the frame."""
    html = _found(key).html
    if not html:
        raise Http404
    beside = html.replace("<head>", '<head><base target="_blank">', 1)
    return under_policy(HttpResponse(beside), _MAIL_POLICY)


@never_cache
@require_safe
def attachment(
    request: HttpRequest,  # noqa: ARG001
    key: str,
    number: int,
) -> FileResponse:
    """The ``number``-th attachment, from 1; always as a download."""
    attachments = _found(key).attachments
    if not 1 <= number <= len(attachments):
        raise Http404
    file = attachments[number - 1]
    return FileResponse(
        BytesIO(file.content),
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
    )


def _found(key: str) -> folder.Message:
    message = folder.message(key)
    if message is None:
        raise Http404
    return message
