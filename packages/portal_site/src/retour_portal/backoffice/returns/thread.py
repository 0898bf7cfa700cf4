"""Views of a return's messages and photos; the page itself is in ``page``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.domain.errors import DomainError
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return
from retour_core.threads.operations import (
    ask_customer,
    mark_answered_read,
    post_message,
)
from retour_core.threads.photos import remove_photo
from retour_core.threads.queries import photo_of
from retour_core.threads.serving import photo_response
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.returns.page import ReturnPage
from retour_portal.backoffice.returns.thread_panel import MessageForm

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ReturnMessageView(ReturnPage):
    """Asks or tells the customer something: POST only, then back to the thread."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        form = MessageForm(request.POST)
        if not form.is_valid():
            self.message_form = form
            return self.refused()
        write = ask_customer if form.asks else post_message
        try:
            write(
                self.object,
                text=form.cleaned_data["text"],
                actor=Actor.staff(cast("User", request.user)),
            )
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, self._told(asked=form.asks))
        return _to_thread(self.object)

    def _told(self, *, asked: bool) -> str:
        if not self.object.email:
            return _("Written on the page of the return; there is no e-mail address.")
        if asked:
            return _("The customer is asked by e-mail; the return waits for them.")
        return _("The customer gets your message by e-mail.")


class ReturnAnswerReadView(ObjectPage):
    """Takes an answer that needs no reply off the list of those to look at."""

    permission_required = "change"
    http_method_names = ["post"]

    def get_rows(self) -> QuerySet[Return]:
        return Return.objects.submitted()

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        mark_answered_read(self.object)
        messages.success(request, _("Done; nobody waits for an answer."))
        return _to_thread(self.object)


class ReturnPhotoView(ObjectPage):
    """A photo, which lies below no public address."""

    is_small = False

    def get_rows(self) -> QuerySet[Return]:
        return Return.objects.submitted()

    def get(
        self, _request: HttpRequest, *_args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        found = photo_of(self.object, kwargs["public_id"])
        return photo_response(self.object, found, is_small=self.is_small)


class ReturnPhotoRemoveView(ObjectPage):
    """Removes a photo for good: somebody's papers, a face, what is not about goods."""

    permission_required = "change"
    http_method_names = ["post"]

    def get_rows(self) -> QuerySet[Return]:
        return Return.objects.submitted()

    def post(
        self, request: HttpRequest, *_args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        actor = Actor.staff(cast("User", request.user))
        try:
            remove_photo(self.object, kwargs["public_id"], actor=actor)
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("The photo is removed; the timeline says so."))
        return _to_thread(self.object)


def _to_thread(ret: Return) -> HttpResponseBase:
    response = redirect("returns:inspect", ret.pk)
    response["Location"] += "#thread-heading"
    return response
