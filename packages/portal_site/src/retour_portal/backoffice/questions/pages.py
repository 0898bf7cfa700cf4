"""A brand's questions: the list and the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.policies.models import KindChoices, Question
from retour_core.policies.question_changes import (
    delete_question,
    move_question,
    reorder_questions,
    save_question,
)
from retour_core.policies.questions import spec_of
from retour_portal.backoffice.listed.editor import AddMixin, EditMixin, Editor
from retour_portal.backoffice.listed.pages import (
    AboutOne,
    DeleteOne,
    Entry,
    ListPage,
    ReorderView,
)
from retour_portal.backoffice.questions.forms import QuestionForm

_NAMESPACE = "questions"
_TITLE = gettext_lazy("Questions")


class QuestionsPage(ListPage):
    template_name = "retour_backoffice/questions/index.html"
    namespace, list_title = _NAMESPACE, _TITLE

    def entries(self, brand: Brand) -> list[Entry]:
        return [_entry(row) for row in self.rows(brand)]


class ReorderQuestionsView(ReorderView):
    namespace = _NAMESPACE

    def reorder(self, brand: Brand, keys: Sequence[int]) -> None:
        reorder_questions(brand, keys)


class MoveQuestionView(AboutOne):
    namespace = _NAMESPACE

    def act(self, request: HttpRequest, row: Question) -> None:
        move_question(row, -1 if "up" in request.POST else 1)


class DeleteQuestionView(DeleteOne):
    namespace = _NAMESPACE

    def delete_row(self, row: Question) -> None:
        delete_question(row)

    def name_of(self, row: Question) -> str:
        return _name(row)

    def refusal_text(self, refusal: DomainError) -> str:
        used = refusal.context
        where = []
        if used["policies"]:
            kinds = ", ".join(str(KindChoices(k).label) for k in used["policies"])
            where.append(_("the return policy for: %(kinds)s") % {"kinds": kinds})
        if used["rules"]:
            names = ", ".join(used["rules"])
            where.append(_("the return rules: %(names)s") % {"names": names})
        if used["answered"]:
            where.append(_("customers’ answers"))
        return _("“%(name)s” cannot be deleted. It is used by %(where)s.") % {
            "name": _name(self.object),
            "where": "; ".join(where),
        }


class QuestionEditor(Editor):
    template_name = "retour_backoffice/questions/form.html"
    namespace, list_title = _NAMESPACE, _TITLE

    def make_form(self, data: Any = None) -> QuestionForm:
        return QuestionForm(self.row, data)

    def save(self, raw: dict[str, Any]) -> None:
        save_question(self.row, raw)

    def saved_text(self) -> str:
        return _("The question “%(name)s” is saved.") % {"name": _name(self.row)}


class AddQuestionView(AddMixin, QuestionEditor):
    page_title = gettext_lazy("New question")


class EditQuestionView(EditMixin, QuestionEditor):
    def get_page_title(self) -> str:
        return _name(self.row)


def _name(row: Question) -> str:
    return spec_of(row).text(get_language() or "en")


def _entry(row: Question) -> Entry:
    locale = get_language() or "en"
    spec = spec_of(row)
    facts = [
        _("Answer: %(kind)s") % {"kind": row.get_answer_display()},
        ", ".join(spec.option(key, locale) for key in spec.options),
    ]
    return Entry(row.pk, spec.text(locale), [fact for fact in facts if fact])
