"""A brand's reasons: the list and the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.policies.models import KindChoices, Reason
from retour_core.policies.reason_changes import (
    adopt_defaults,
    delete_reason,
    move_reason,
    reorder_reasons,
    save_reason,
    switch_reason,
)
from retour_core.policies.reasons import (
    BUILT_IN_LIST,
    ReasonSpec,
    reason_rows,
    spec_of,
)
from retour_portal.backoffice.listed.editor import AddMixin, EditMixin, Editor
from retour_portal.backoffice.listed.pages import (
    AboutList,
    AboutOne,
    DeleteOne,
    Entry,
    ListPage,
    ReorderView,
    list_url,
)
from retour_portal.backoffice.reasons.forms import ReasonForm

_NAMESPACE = "reasons"
_TITLE = gettext_lazy("Reasons")


class ReasonsPage(ListPage):
    template_name = "retour_backoffice/reasons/index.html"
    namespace, list_title = _NAMESPACE, _TITLE

    def entries(self, brand: Brand) -> list[Entry]:
        own = [_entry(spec_of(row), row.pk) for row in reason_rows(brand)]
        return own or [_entry(spec, None) for spec in BUILT_IN_LIST]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_own = any(entry.pk is not None for entry in context["entries"])
        return {**context, "is_own": is_own}


class AdoptView(AboutList):
    """Makes the built-in list the brand's own, so that it can be changed."""

    namespace = _NAMESPACE
    permission_required = "change"
    http_method_names = ["post"]

    def post(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        adopt_defaults(self.switch.chosen)
        return redirect(list_url(_NAMESPACE, self.switch.chosen))


class ReorderReasonsView(ReorderView):
    namespace = _NAMESPACE

    def reorder(self, brand: Brand, keys: Sequence[int]) -> None:
        reorder_reasons(brand, keys)


class SwitchReasonView(AboutOne):
    namespace = _NAMESPACE

    def act(self, request: HttpRequest, row: Reason) -> None:
        switch_reason(row, is_active="on" in request.POST)


class MoveReasonView(AboutOne):
    namespace = _NAMESPACE

    def act(self, request: HttpRequest, row: Reason) -> None:
        move_reason(row, -1 if "up" in request.POST else 1)


class DeleteReasonView(DeleteOne):
    namespace = _NAMESPACE

    def delete_row(self, row: Reason) -> None:
        delete_reason(row)

    def name_of(self, row: Reason) -> str:
        return _name(row)

    def refusal_text(self, refusal: DomainError) -> str:  # noqa: ARG002 - one only
        return _(
            "Returns name the reason “%(name)s”, so it cannot be deleted. Switch it "
            "off instead: then nobody can choose it any more."
        ) % {"name": _name(self.object)}


class ReasonEditor(Editor):
    template_name = "retour_backoffice/reasons/form.html"
    namespace, list_title = _NAMESPACE, _TITLE

    def make_form(self, data: Any = None) -> ReasonForm:
        return ReasonForm(self.row, data)

    def save(self, raw: dict[str, Any]) -> None:
        save_reason(self.row, raw)

    def saved_text(self) -> str:
        return _("The reason “%(name)s” is saved.") % {"name": _name(self.row)}


class AddReasonView(AddMixin, ReasonEditor):
    page_title = gettext_lazy("New reason")


class EditReasonView(EditMixin, ReasonEditor):
    def get_page_title(self) -> str:
        return _name(self.row)


def _name(row: Reason) -> str:
    return spec_of(row).name(get_language() or "en")


def _entry(spec: ReasonSpec, pk: int | None) -> Entry:
    locale = get_language() or "en"
    facts = []
    if spec.kinds:
        kinds = ", ".join(str(KindChoices(kind).label) for kind in spec.kinds)
        facts.append(_("For: %(kinds)s") % {"kinds": kinds})
    if spec.categories:
        names = ", ".join(spec.categories)
        facts.append(_("Only for %(categories)s") % {"categories": names})
    if question := spec.question(locale):
        facts.append(_("Asks: %(question)s") % {"question": question})
    marks = [
        str(mark)
        for mark, holds in (
            (_("our fault"), spec.our_fault),
            (_("photo"), spec.photo_required),
            (_("answer required"), spec.answer_required),
        )
        if holds
    ]
    return Entry(pk, spec.name(locale), facts, marks, spec.is_active)
