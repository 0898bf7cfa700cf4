"""Pictures, files and pages of other brands are not taken by any form that is saved.

Wagtail's choosers offer what belongs to their user, but their forms take every id that
exists. This wraps the one form that all of them come from, and asks Wagtail's index of
references what is in it: columns, blocks, links in texts. So a new block or a new kind
of page has nothing to remember.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.db.models.signals import pre_save
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import OverridableSegment, SegmentOverride

from retour_portal.backoffice.own_choices import own_files

NOT_YOURS = "not_yours"


@dataclass(frozen=True)
class Reference:
    """``path`` leads to it: the form's field, then ids of blocks."""

    model: type[Model]
    pk: str
    path: str

    @property
    def field(self) -> str:
        return self.path.partition(".")[0]

    @property
    def block(self) -> str:
        """The outermost block it is in; "" where it is in none."""
        return self.path.split(".")[1] if "." in self.path else ""


def keep_references_to_brands() -> None:
    """Call once, from ``AppConfig.ready``."""
    _wrap(WagtailAdminModelForm, "__init__", _note_what_was_there)
    _wrap(WagtailAdminModelForm, "_post_clean", _refuse_what_is_not_own)
    pre_save.connect(
        _refuse_in_translation, SegmentOverride, dispatch_uid="retour_own_references"
    )


def references_in(instance: Model) -> Iterator[Reference]:
    models = {
        ContentType.objects.get_for_model(model).pk: model
        for model in (get_image_model(), get_document_model(), Page)
    }
    found = ReferenceIndex._extract_references_from_object(instance)  # noqa: SLF001 - nothing public answers before saving
    for type_id, pk, _model_path, path in found:
        if type_id in models:
            yield Reference(models[type_id], pk, path)


def foreign(references: Iterable[Reference], user: Any) -> list[Reference]:
    """Those of them that the user could not have chosen."""
    rows = list(references)
    allowed = {
        model: _own(model, [one.pk for one in rows if one.model is model], user)
        for model in {one.model for one in rows}
    }
    return [one for one in rows if one.pk not in allowed[one.model]]


def _own(model: type[Model], pks: list[str], user: Any) -> set[str]:
    rows: QuerySet[Any] = (
        page_permission_policy.explorable_instances(user)
        if model is Page
        else own_files(model, user)
    )
    # Text of a browser's: what is no number is no row's, and no database's to convert.
    numbers = [pk for pk in pks if pk.isdecimal() and len(pk) < 19]
    return {str(pk) for pk in rows.filter(pk__in=numbers).values_list("pk", flat=True)}


def _note_what_was_there(form: Any) -> None:
    """What somebody who may has placed stays, whoever edits the rest."""
    form.references_before = (
        {(one.model, one.pk) for one in references_in(form.instance)}
        if form.is_bound and _is_kept(form.for_user)
        else set()
    )


def _refuse_what_is_not_own(form: Any) -> None:
    if not _is_kept(form.for_user):
        return
    news = (
        one
        for one in references_in(form.instance)
        if (one.model, one.pk) not in form.references_before
    )
    refused: dict[str, list[Reference]] = {}
    for one in foreign(news, form.for_user):
        refused.setdefault(one.field, []).append(one)
    for field, references in refused.items():
        error = _error(getattr(form.instance, field, None), references)
        form.add_error(field if field in form.fields else None, error)


def _error(value: Any, references: list[Reference]) -> ValidationError:
    """At the blocks they are in, where the field has blocks."""
    if not isinstance(value, StreamValue):
        return _sentence(references[0])
    blocks = {child.id: at for at, child in enumerate(value)}
    error: ValidationError = StreamBlockValidationError(
        block_errors={blocks[one.block]: _sentence(one) for one in references}
    )
    return error


def _sentence(reference: Reference) -> ValidationError:
    sentences = {
        get_image_model(): _(
            "This picture is none of yours. Choose one from your own pictures."
        ),
        get_document_model(): _(
            "This file is none of yours. Choose one from your own files."
        ),
        Page: _("This links to a page that is none of yours. Choose one of yours."),
    }
    return ValidationError(sentences[reference.model], code=NOT_YOURS)


def _refuse_in_translation(instance: SegmentOverride, **_sent: Any) -> None:
    """A translation's own picture is sent alone, to a view that takes any id."""
    user = instance.last_translated_by
    pk = str(json.loads(instance.data_json))
    if not _is_kept(user) or not pk.isdecimal():
        return
    segment = (
        OverridableSegment.objects.filter(context_id=instance.context_id)
        .select_related("source", "context")
        .first()
    )
    if segment is None:
        return
    path = segment.context.path
    replaced = [
        Reference(one.model, pk, path)
        for one in references_in(segment.source.as_instance())
        if path in (one.path, f"{one.path}.image")
    ]
    if foreign(replaced, user):
        raise Http404


def _is_kept(user: Any) -> bool:
    """Forms that no request made have no user."""
    return user is not None and not user.is_superuser


def _wrap(cls: type, name: str, then: Callable[[Any], None]) -> None:
    original = getattr(cls, name)

    @wraps(original)
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        then(self)
        return result

    setattr(cls, name, wrapped)
