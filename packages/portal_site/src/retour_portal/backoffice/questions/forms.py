"""A question as a form: its texts, and rows for what there is to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.policies.keys import free_key
from retour_core.policies.models import AnswerKind, Question
from retour_portal.backoffice.listed.editor import ListedForm
from retour_portal.backoffice.terms.brand import languages_with
from retour_portal.backoffice.terms.fields import OneField, TextsField
from retour_portal.backoffice.terms.widgets import Row, RowsWidget

_FEWEST_ROWS = 4


class OptionsWidget(RowsWidget):
    """A row an option: its ``key`` (none yet for a new one) and a text a language."""

    template_name = "retour_backoffice/questions/options.html"

    def __init__(self, languages: Mapping[str, Any]) -> None:
        super().__init__()
        self.languages = dict(languages)
        self.parts = ("key", *languages)

    def is_filled(self, row: Row) -> bool:
        return any(row[code] for code in self.languages)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = context["rows"]
        rows += [{} for _number in range(_FEWEST_ROWS - len(rows))]
        context["rows"] = [
            (
                row.get("key", ""),
                [(code, label, row.get(code, "")) for code, label in self._labels()],
            )
            for row in rows
        ]
        return context

    def _labels(self) -> list[tuple[str, Any]]:
        return list(self.languages.items())


class OptionsField(forms.Field):
    """``[{"key": …, "texts": {…}}]``; new options get a key like their text."""

    def __init__(self, *, languages: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(widget=OptionsWidget(languages), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return [
            {"key": row["key"], **row["texts"]} if "texts" in row else row
            for row in value or ()
        ]

    def clean(self, value: Any) -> list[dict[str, Any]]:
        options = []
        taken = {row["key"] for row in value if row["key"]}
        for row in value:
            texts = {code: text for code, text in row.items() if code != "key" and text}
            key = row["key"] or free_key(texts, taken, "option")
            taken.add(key)
            options.append({"key": key, "texts": texts})
        return options


class QuestionForm(ListedForm):
    fields_of = {
        "text_missing": "texts",
        "options_missing": "options",
        "option_twice": "options",
        "options_unused": "options",
    }

    def __init__(self, row: Question, data: Any = None) -> None:
        super().__init__(data, initial=None if data else _initial(row))
        written = {code for option in row.options for code in option["texts"]}
        self.fields["texts"] = TextsField(
            label=_("Question"),
            languages=languages_with(row.texts),
            required=True,
            help_text=_("Customers read it in their language, else in English."),
        )
        self.fields["answer"] = OneField(
            label=_("Answer"),
            names={kind: kind.label.capitalize() for kind in AnswerKind},
        )
        self.fields["options"] = OptionsField(
            label=_("Options"),
            languages=languages_with(written),
            help_text=_(
                "Only for “one of several”. An option whose texts are all empty is "
                "taken out; save to get more rows."
            ),
        )


def _initial(row: Question) -> dict[str, Any]:
    return {"texts": row.texts, "answer": row.answer, "options": row.options}
