"""Taking the sealed record out of the house: for one customer, or the whole chain."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from retour_core.domain.withdrawal import BreakKind
from retour_core.withdrawals.checking import begin_check, look
from retour_core.withdrawals.documents import acknowledgement_pdf, evidence_pdf
from retour_core.withdrawals.facts import seal_text
from retour_core.withdrawals.models import Withdrawal
from retour_core.withdrawals.queries import with_course
from retour_core.withdrawals.records import evidence
from retour_portal.backoffice.object_page import ObjectAction, ObjectPage
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.withdrawals.page import CasePage
from retour_portal.backoffice.withdrawals.words import BREAK_LABELS


class EvidencePage(CasePage):
    """Checks the brand's chain, or of a long one the record and those beside it, says
    when all of it was checked, and offers the downloads."""

    template_name = "retour_backoffice/withdrawals/evidence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        withdrawal: Withdrawal = self.object
        same = Withdrawal.objects.filter(pk=withdrawal.pk)
        seen = look(withdrawal.record)
        return super().get_context_data(
            **kwargs,
            seen=seen,
            breaks=_in_words(seen.breaks),
            earlier_breaks=_in_words(seen.last.breaks if seen.last else ()),
            record_count=seen.count,
            may_check=scoped(same, self.request.user, "change").exists(),
            seal=seal_text(withdrawal),
            evidence_name=evidence_name(withdrawal),
            may_export_chain=scoped(same, self.request.user, "export").exists(),
        )


def _in_words(breaks: Iterable[Iterable[Any]]) -> list[tuple[int, str]]:
    return [(number, str(BREAK_LABELS[BreakKind(kind)])) for number, kind in breaks]


class CheckChain(ObjectAction):
    """Has the whole chain checked, which goes on while one leaves."""

    def get_rows(self) -> QuerySet[Withdrawal]:
        return Withdrawal.objects.select_related("brand")

    def act(self, row: Withdrawal) -> None:
        begin_check(row.brand, now=timezone.now())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        super().post(request, *args, **kwargs)
        return redirect("withdrawals:evidence", self.object.pk)


class _Download(ObjectPage):
    """A file made for this request, kept nowhere."""

    content_type = ""

    def get_rows(self) -> QuerySet[Withdrawal]:
        return Withdrawal.objects.select_related("brand", "record", "order")

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        response = FileResponse(
            BytesIO(self.content(self.object)),
            as_attachment=True,
            filename=self.file_name(self.object),
            content_type=self.content_type,
        )
        response["Cache-Control"] = "private, no-store"
        return response

    def content(self, withdrawal: Withdrawal) -> bytes:
        raise NotImplementedError

    def file_name(self, withdrawal: Withdrawal) -> str:
        raise NotImplementedError


class EvidenceDownload(_Download):
    """This customer's content; of all other records the bare seals."""

    content_type = "application/json"

    def content(self, withdrawal: Withdrawal) -> bytes:
        return evidence(withdrawal.brand, only=[withdrawal])

    def file_name(self, withdrawal: Withdrawal) -> str:
        return evidence_name(withdrawal)


class AcknowledgementDownload(_Download):
    content_type = "application/pdf"

    def content(self, withdrawal: Withdrawal) -> bytes:
        return acknowledgement_pdf(withdrawal)

    def file_name(self, withdrawal: Withdrawal) -> str:
        return f"{withdrawal.reference}.pdf"


class EvidenceDocument(_Download):
    """The same case to read and print, in the language of the reader."""

    content_type = "application/pdf"

    def get_rows(self) -> QuerySet[Withdrawal]:
        return with_course()

    def content(self, withdrawal: Withdrawal) -> bytes:
        return evidence_pdf(withdrawal, locale=get_language() or "en")

    def file_name(self, withdrawal: Withdrawal) -> str:
        return f"{withdrawal.reference}-evidence.pdf"


class ChainDownload(_Download):
    """All customers of the brand: for its administrators only."""

    permission_required = "export"
    content_type = "application/json"

    def content(self, withdrawal: Withdrawal) -> bytes:
        return evidence(withdrawal.brand)

    def file_name(self, withdrawal: Withdrawal) -> str:
        return f"{withdrawal.brand.slug}-withdrawals.json"


def evidence_name(withdrawal: Withdrawal) -> str:
    return f"{withdrawal.reference}-evidence.json"
