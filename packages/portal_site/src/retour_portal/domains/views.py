from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from retour_portal.domains.queries import is_served


@never_cache
@require_safe
def tls_ask(request: HttpRequest) -> HttpResponse:
    """For a proxy that gets certificates on demand: 200 for what is served, else 404.

    It tells nothing that a visit to the host would not tell.
    """
    asked = request.GET.get("domain", "").lower().rstrip(".")
    status = 200 if asked and is_served(asked) else 404
    return HttpResponse(status=status, content_type="text/plain")
