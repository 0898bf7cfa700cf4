"""Tags while they are typed, in place of Wagtail's view, which offers every brand's."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from wagtail.admin.auth import require_admin_access

from retour_portal.backoffice.own_choices import own_tags

_MOST = 10


@require_admin_access
def complete_tag(request: HttpRequest, **_of: str) -> JsonResponse:
    """Names of tags on the user's own files that begin with ``term``."""
    term = request.GET.get("term", "").replace("\x00", "")
    names: list[str] = []
    if term:
        found = own_tags(request.user).filter(name__istartswith=term).order_by("name")
        names = list(found.values_list("name", flat=True)[:_MOST])
    return JsonResponse(names, safe=False)
