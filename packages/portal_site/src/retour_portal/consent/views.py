from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from retour_portal.consent.choice import Choice, analytics_of, consent_on, remember
from retour_portal.flow.access import brand_of, own_site_posts


@own_site_posts
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def privacy_choices(request: HttpRequest) -> HttpResponse:
    """Where a visitor agrees, refuses, and takes either back."""
    analytics = analytics_of(brand_of(request))
    if analytics is None:
        raise Http404
    said = request.POST.get("choice", "")
    if request.method == "POST" and said in set(Choice):
        response: HttpResponse = redirect(_way_back(request))
        remember(request, response, analytics, Choice(said))
        return response
    status = 422 if request.method == "POST" else 200
    context = {"chosen": consent_on(request)}
    return render(request, "retour/consent/choices.html", context, status=status)


def _way_back(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else reverse("consent:choices")
