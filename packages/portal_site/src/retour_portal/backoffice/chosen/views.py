from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from retour_portal.backoffice.access import roles_of
from retour_portal.backoffice.chosen.kept import keep_brand
from retour_portal.backoffice.chosen.nearest import nearest


class ChooseBrandView(View):
    """``brand`` is an id, or empty for all; ``next`` is the page one was on.

    A brand that is none of the user's answers 404, and nothing is kept.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = request.POST.get("brand", "")
        own = {str(pk): pk for pk in roles_of(request.user)}
        if asked and asked not in own:
            raise Http404
        brand_id = own[asked] if asked else None
        keep_brand(request, brand_id)
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = reverse("wagtailadmin_home")
        return redirect(nearest(back, brand_id, request.user))
