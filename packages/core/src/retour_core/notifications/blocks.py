"""What a mail's own text is made of, checked: rows of plain data, no HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from retour_core.domain.errors import DomainError
from retour_core.notifications.kinds import MailKind
from retour_core.notifications.placeholders import filled, unknown_in

MOST_BLOCKS = 30
LONGEST_TEXT = 2000
LONGEST_SUBJECT = 150
LONGEST_SMS = 459  # three parts

Block = dict[str, Any]


class BlockType(StrEnum):
    """``BUTTON`` leads to ``url``, or to the return's page where that is empty.
    ``FACTS``: order, RMA number and items stand here."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BUTTON = "button"
    LIST = "list"
    DIVIDER = "divider"
    FACTS = "facts"


WITH_TEXT = frozenset(BlockType) - {BlockType.DIVIDER, BlockType.FACTS}


class MailTextRefused(DomainError):
    """``problems`` are sentences by where they belong: “subject”, “sms”, “blocks”, or
    a block's index from 0."""

    code = "mail_text_refused"

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def checked_text(
    kind: MailKind, *, subject: str, blocks: Sequence[Mapping[str, Any]], sms: str
) -> tuple[str, list[Block], str]:
    """The three, tidied; raises ``MailTextRefused`` with everything that is wrong."""
    # Lines become one; a no-break space is the translator's and stays.
    subject, sms = " ".join(subject.splitlines()).strip(), sms.strip()
    problems = _wrong_around(kind, subject, len(blocks), sms)
    tidy = []
    for index, block in enumerate(blocks[:MOST_BLOCKS]):
        wrong, clean = _checked_block(kind, block)
        if wrong:
            problems[str(index)] = wrong
        tidy.append(clean)
    if problems:
        raise MailTextRefused(problems)
    return subject, tidy, sms


def _wrong_around(
    kind: MailKind, subject: str, number: int, sms: str
) -> dict[str, str]:
    found = {
        "subject": unknown_words(subject, kind.names),
        "sms": unknown_words(sms, kind.names),
        "blocks": "" if number else _("Add at least one row."),
    }
    if not subject:
        found["subject"] = _("Write a subject.")
    elif len(subject) > LONGEST_SUBJECT:
        found["subject"] = _("A subject has at most 150 characters.")
    if len(sms) > LONGEST_SMS:
        found["sms"] = _("A text message has at most 459 characters.")
    if number > MOST_BLOCKS:
        found["blocks"] = _("A mail has at most 30 rows.")
    return {place: problem for place, problem in found.items() if problem}


def filled_blocks(
    blocks: Sequence[Block], values: Mapping[str, str], *, link: str
) -> list[Block]:
    """For the templates, which escape: texts and list items with values in place."""
    shown: list[Block] = []
    for block in blocks:
        text = filled(str(block.get("text", "")), values)
        item: Block = {"type": block.get("type", ""), "text": text}
        if item["type"] == BlockType.LIST:
            item["rows"] = [line for line in text.splitlines() if line.strip()]
        if item["type"] == BlockType.BUTTON:
            url = str(block.get("url", ""))
            item["is_tracking"] = not _is_web_address(url)
            item["url"] = link if item["is_tracking"] else url
        shown.append(item)
    return shown


def _checked_block(kind: MailKind, block: Mapping[str, Any]) -> tuple[str, Block]:
    text = str(block.get("text", "")).strip().replace("\r\n", "\n")
    url = str(block.get("url", "")).strip()
    try:
        sort = BlockType(block.get("type", ""))
    except ValueError:
        return _("There is no such kind of row."), {"type": "paragraph", "text": text}
    clean: Block = {"type": sort.value}
    if sort not in WITH_TEXT:
        return "", clean
    clean["text"] = text
    if sort is BlockType.BUTTON:
        clean["url"] = url
    return _wrong_with(kind, sort, text, url), clean


def _wrong_with(kind: MailKind, sort: BlockType, text: str, url: str) -> str:
    if not text:
        return _("Write something here, or remove the row.")
    if len(text) > LONGEST_TEXT:
        return _("A row has at most 2000 characters.")
    if sort is BlockType.BUTTON and url and not _is_web_address(url):
        return _("Write the whole address, beginning with https://.")
    if sort is BlockType.BUTTON and not url and not kind.about_return:
        return _("Write where the button leads.")
    return unknown_words(text, kind.names)


def unknown_words(text: str, names: Sequence[str]) -> str:
    """What to say of braces in ``text`` that hold none of ``names``; "" if nothing."""
    wrong = unknown_in(text, names)
    if not wrong:
        return ""
    return _("“{wrong}” stands for nothing here. You can use: {allowed}").format(
        wrong=wrong[0] if wrong[0] in "{}" else "{" + wrong[0] + "}",
        allowed=", ".join("{" + name + "}" for name in names),
    )


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and bool(parts.hostname)
        and not set(url) & set(" {}<>\"'")
    )
