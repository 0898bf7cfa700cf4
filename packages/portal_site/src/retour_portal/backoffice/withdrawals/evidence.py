"""Taking the sealed record out of the house: for one customer, or the whole chain."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from retour_core.withdrawals.documents import acknowledgement_pdf, evidence_pdf
from retour_core.withdrawals.facts import seal_text
from retour_core.withdrawals.models import Withdrawal, WithdrawalRecord
from retour_core.withdrawals.queries import with_course
from retour_core.withdrawals.records import evidence, verify
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.withdrawals.page import CasePage
from retour_portal.backoffice.withdrawals.words import BREAK_LABELS


class EvidencePage(CasePage):
    """Checks the brand's chain, record by record, and offers the downloads."""

    template_name = "retour_backoffice/withdrawals/evidence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        withdrawal: Withdrawal = self.object
        same = Withdrawal.objects.filter(pk=withdrawal.pk)
        return super().get_context_data(
            **kwargs,
            breaks=[
                (found.sequence, BREAK_LABELS[found.kind])
                for found in verify(withdrawal.brand)
            ],
            record_count=WithdrawalRecord.objects.filter(
                brand=withdrawal.brand_id
            ).count(),
            seal=seal_text(withdrawal),
            evidence_name=evidence_name(withdrawal),
            may_export_chain=scoped(same, self.request.user, "export").exists(),
        )


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
