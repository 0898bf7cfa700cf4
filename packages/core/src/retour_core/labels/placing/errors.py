from __future__ import annotations

from retour_core.domain.errors import DomainError


class CannotPlace(DomainError):
    """This label cannot be printed on another paper than its carrier's."""

    code = "label_not_placed"


class DocumentUnreadable(CannotPlace):
    """The carrier's document is damaged and cannot be taken apart."""

    code = "label_document_unreadable"


class DocumentLocked(CannotPlace):
    """The carrier's document asks for a password."""

    code = "label_document_locked"


class DocumentTooLarge(CannotPlace):
    """The carrier's document is too large to be taken apart."""

    code = "label_document_too_large"


class DocumentBlank(CannotPlace):
    """Nothing is printed on the carrier's document."""

    code = "label_document_blank"


class DotsUnknown(CannotPlace):
    """The carrier's picture does not say how large it is to be printed."""

    code = "label_dots_unknown"


class LabelTooLarge(CannotPlace):
    """The label is larger than the paper; made smaller, it would not scan.

    Context: ``page`` counts from 1; ``width_mm`` and ``height_mm`` are what is printed.
    """

    code = "label_too_large_for_paper"


class CodesLost(CannotPlace):
    """On this paper not all of the label's codes could be read back.

    Context: ``page`` counts from 1.
    """

    code = "label_codes_lost"
