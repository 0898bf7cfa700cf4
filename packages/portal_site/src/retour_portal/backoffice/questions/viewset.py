from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_core.policies.models import Question
from retour_portal.backoffice.listed.viewset import ListedViewSet
from retour_portal.backoffice.questions import pages


class QuestionViewSet(ListedViewSet):
    model = Question
    name = "questions"
    icon = "retour-question"
    menu_label = _("Questions")
    delete_view_class = pages.DeleteQuestionView
    views = {
        "index": pages.QuestionsPage,
        "add": pages.AddQuestionView,
        "edit": pages.EditQuestionView,
    }
    about_all = {"reorder": pages.ReorderQuestionsView}
    about_one = {"move": pages.MoveQuestionView}
