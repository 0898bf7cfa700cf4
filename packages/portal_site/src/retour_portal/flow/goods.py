"""Pictures of bought items, served by the portal: no page tells a shop's server who
returns what, and when."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.http import require_safe

from retour_core.goods.pictures import NoPicture, picture_at
from retour_portal.flow.access import brand_of

_SALT = "retour.goods"
_DAY = 86_400
_MINUTES = 600


def picture_address(url: str) -> str:
    """Where the portal shows the picture at ``url``, the same for everybody; "" for
    what is no address on the web.

    It is signed: the portal fetches nothing that a visitor names.
    """
    if not url.startswith(("https://", "http://")):
        return ""
    token = Signer(salt=_SALT).sign(urlsafe_base64_encode(url.encode()))
    return reverse("goods_picture", args=[token])


@require_safe
def goods_picture(request: HttpRequest, token: str) -> HttpResponse:
    brand_of(request)
    try:
        coded = Signer(salt=_SALT).unsign(token)
    except BadSignature:
        raise Http404 from None
    try:
        content = picture_at(urlsafe_base64_decode(coded).decode())
    except NoPicture:
        response: HttpResponse = redirect(static("retour/img/goods.svg"))
        response["Cache-Control"] = f"max-age={_MINUTES}"
        return response
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = f"public, max-age={_DAY}"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
