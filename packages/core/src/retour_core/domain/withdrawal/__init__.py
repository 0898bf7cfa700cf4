"""The EU withdrawal function (CRD arts 6, 9–16 and 11a), without any I/O.

A statement is checked for what art. 11a asks and nothing more, assessed (flagged, never
refused), sealed into a hash chain, and starts the clocks of refund and sending back.
"""

from __future__ import annotations

from retour_core.domain.withdrawal.assessment import (
    PATTERNS,
    Flag,
    FlagKind,
    Known,
    KnownLine,
    assess,
)
from retour_core.domain.withdrawal.canonical import canonical_bytes
from retour_core.domain.withdrawal.chain import (
    BreakKind,
    ChainBreak,
    ChainHead,
    ChainPoint,
    SealedRecord,
    erase_content,
    genesis_hash,
    seal,
    verify_chain,
)
from retour_core.domain.withdrawal.clocks import (
    Course,
    RefundDuty,
    RefundState,
    Release,
    SendBackDuty,
    SendBackState,
    refund_duty,
    send_back_duty,
)
from retour_core.domain.withdrawal.costs import (
    FeeNotAllowed,
    Payer,
    check_no_other_fees,
    return_fee,
    who_pays_return,
)
from retour_core.domain.withdrawal.evidence import (
    EvidenceUnreadable,
    dump_evidence,
    load_evidence,
)
from retour_core.domain.withdrawal.exemptions import (
    EXEMPTIONS,
    Exemption,
    Settled,
    exemption,
)
from retour_core.domain.withdrawal.form_texts import FunctionText
from retour_core.domain.withdrawal.forms import (
    FormData,
    FormLine,
    form_language,
    function_sentence,
    model_form,
)
from retour_core.domain.withdrawal.labels import (
    STATUTORY_WORDS,
    Basis,
    StatutoryWords,
    as_label,
    statutory_words,
)
from retour_core.domain.withdrawal.period import ContractKind, statutory_terms
from retour_core.domain.withdrawal.record import (
    Submission,
    record_content,
    submission_key,
    to_second,
)
from retour_core.domain.withdrawal.scope import is_statutory
from retour_core.domain.withdrawal.statement import (
    Statement,
    StatementInvalid,
    StatementLine,
    check_statement,
    clean_statement,
    valid_statement,
)

__all__ = [
    "EXEMPTIONS",
    "PATTERNS",
    "STATUTORY_WORDS",
    "Basis",
    "BreakKind",
    "ChainBreak",
    "ChainHead",
    "ChainPoint",
    "ContractKind",
    "Course",
    "EvidenceUnreadable",
    "Exemption",
    "FeeNotAllowed",
    "Flag",
    "FlagKind",
    "FormData",
    "FormLine",
    "FunctionText",
    "Known",
    "KnownLine",
    "Payer",
    "RefundDuty",
    "RefundState",
    "Release",
    "SealedRecord",
    "SendBackDuty",
    "SendBackState",
    "Settled",
    "Statement",
    "StatementInvalid",
    "StatementLine",
    "StatutoryWords",
    "Submission",
    "as_label",
    "assess",
    "canonical_bytes",
    "check_no_other_fees",
    "check_statement",
    "clean_statement",
    "dump_evidence",
    "erase_content",
    "exemption",
    "form_language",
    "function_sentence",
    "genesis_hash",
    "is_statutory",
    "load_evidence",
    "model_form",
    "record_content",
    "refund_duty",
    "return_fee",
    "seal",
    "send_back_duty",
    "statutory_terms",
    "statutory_words",
    "submission_key",
    "to_second",
    "valid_statement",
    "verify_chain",
    "who_pays_return",
]
