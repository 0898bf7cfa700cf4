"""A brand's own text, ready to be put around the standard one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from retour_core.notifications.blocks import Block, BlockType, filled_blocks
from retour_core.notifications.placeholders import filled, names_in

if TYPE_CHECKING:
    from retour_core.notifications.kinds import MailKind
    from retour_core.notifications.models import MailText


@dataclass(frozen=True)
class OwnText:
    """What an editor wrote, saved or not."""

    language: str
    subject: str
    blocks: list[Block]
    sms: str = ""

    @classmethod
    def of(cls, row: MailText | None) -> OwnText | None:
        if row is None:
            return None
        return cls(row.language, row.subject, list(row.blocks), row.sms)


def own_context(
    kind: MailKind, text: OwnText, values: Mapping[str, str], *, link: str = ""
) -> dict[str, Any]:
    """For ``retour_mail/own.*``. A heading that comes first is the mail's own.

    ``keeps_standard``: the standard paragraphs follow, because the law owes them or
    what the mail is for was left out. The facts and the way to the return are kept by
    the template unless a row shows them.
    """
    blocks = filled_blocks(text.blocks, values, link=link)
    heading = ""
    if blocks and blocks[0]["type"] == BlockType.HEADING:
        heading = blocks.pop(0)["text"]
    said = {name for block in text.blocks for name in names_in(block.get("text", ""))}
    return {
        "own_heading": heading,
        "own_blocks": blocks,
        "keeps_standard": kind.keeps_standard or not kind.obligatory <= said,
        "has_facts": kind.about_return
        and any(block["type"] == BlockType.FACTS for block in blocks),
        "has_link": any(
            block["type"] == BlockType.BUTTON and block["is_tracking"]
            for block in blocks
        ),
        "about_return": kind.about_return,
    }


def own_subject(text: OwnText, values: Mapping[str, str]) -> str:
    return filled(text.subject, values)


def preheader_of(blocks: list[Block]) -> str:
    """The line that mail programs show beside the subject: the first paragraph."""
    for block in blocks:
        if block["type"] == BlockType.PARAGRAPH:
            return " ".join(str(block["text"]).split())[:120]
    return ""
