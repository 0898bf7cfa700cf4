"""One field for a hand scanner: a customer's code shows the return, and a button takes
its items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.counter.models import HandIn
from retour_core.counter.operations import hand_in
from retour_core.counter.queries import AtCounter, at_counter, find_at_counter
from retour_core.domain.errors import DomainError
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return
from retour_portal.backoffice.counter.forms import AcceptForm
from retour_portal.backoffice.counter.words import (
    refusal_words,
    taken_words,
    warnings,
)
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.screen import Screen

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_DESK = "retour_counter_desk"
_TAKEN_LAST = 8


class CounterPage(Screen):
    page_title = gettext_lazy("Hand in at the counter")
    header_icon = "retour-return"
    template_name = "retour_backoffice/counter/page.html"
    bound: AcceptForm | None = None

    @cached_property
    def code(self) -> str:
        return str(self.request.GET.get("code", ""))[:500].strip()

    @cached_property
    def ret(self) -> Return | None:
        rows: Any = (
            scoped(Return.objects.all(), self.request.user, "change")
            .select_related("brand", "order")
            .prefetch_related("lines__order_line", "labels")
        )
        return find_at_counter(self.code, rows) if self.code else None

    def get(
        self, _request: HttpRequest, /, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        is_unknown = bool(self.code) and self.ret is None
        return self._page(404 if is_unknown else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = scoped(HandIn.objects.all(), self.request.user)
        last = last.select_related("parent").order_by("-at", "-pk")[:_TAKEN_LAST]
        context: dict[str, Any] = super().get_context_data(
            **kwargs, code=self.code, last=last
        )
        return context | (self._about(self.ret) if self.ret else {})

    def _about(self, ret: Return) -> dict[str, Any]:
        standing = at_counter(ret, now=timezone.now())
        refusal, proof = standing.refusal, standing.hand_in
        return {
            "ret": ret,
            "standing": standing,
            "lines": [line for line in ret.lines.all() if not line.is_kept],
            "refusal": refusal_words(refusal) if refusal else "",
            "taken": taken_words(proof) if proof else "",
            "warnings": warnings(ret, standing),
            "form": self._form(ret, standing) if standing.may_accept else None,
        }

    def _form(self, ret: Return, standing: AtCounter) -> AcceptForm:
        warned = {
            "late": standing.late is not None,
            "other_method": standing.other_method is not None,
        }
        return self.bound or AcceptForm(ret=ret, desk=self.desk, initial=warned)

    @property
    def desk(self) -> str:
        """The store where this session took something last."""
        return str(self.request.session.get(_DESK, ""))

    def _page(self, status: int) -> HttpResponse:
        page: HttpResponse = self.render_to_response(
            self.get_context_data(), status=status
        )
        return page


class AcceptView(CounterPage):
    """Takes the items of the return whose code is posted, once."""

    permission_required = "change"
    http_method_names = ["post"]

    @cached_property
    def code(self) -> str:
        return str(self.request.POST.get("code", ""))[:500].strip()

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        ret = self.ret
        if ret is None:
            return self._page(404)
        form = AcceptForm(request.POST, ret=ret, desk=self.desk)
        if not form.is_valid():
            self.bound = form
            return self._page(422)
        self._take(ret, form)
        code = urlencode({"code": ret.rma_number})
        return redirect(f"{reverse('counter:index')}?{code}")

    def _take(self, ret: Return, form: AcceptForm) -> None:
        request: HttpRequest = self.request
        actor = Actor.staff(cast("User", request.user))
        accepting, number = form.accepting(), {"number": ret.rma_number}
        try:
            _proof, is_new = hand_in(
                ret, actor=actor, now=timezone.now(), accepting=accepting
            )
        except DomainError:
            # The page says why, as it stands now.
            messages.error(request, _("%(number)s was not handed in.") % number)
            return
        if accepting.place:
            request.session[_DESK] = accepting.place
        if is_new:
            told = _("%(number)s is handed in.") % number
            messages.success(request, told)
        else:
            told = _("%(number)s was handed in before.") % number
            messages.warning(request, told)
