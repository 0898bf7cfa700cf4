"""The rows of a mail as form fields: ``b<n>-type``, ``b<n>-text``, ``b<n>-url``.

Adding, moving and removing are submits, so the form works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.notifications.blocks import MOST_BLOCKS, WITH_TEXT, Block, BlockType
from retour_core.notifications.kinds import MailKind
from retour_core.notifications.own import OwnText

TYPE_NAMES: dict[BlockType, str | Promise] = {
    BlockType.HEADING: _("Heading"),
    BlockType.PARAGRAPH: _("Paragraph"),
    BlockType.BUTTON: _("Button"),
    BlockType.LIST: _("List"),
    BlockType.DIVIDER: _("Divider"),
    BlockType.FACTS: _("Order and items"),
}


def types_for(kind: MailKind) -> dict[str, str | Promise]:
    return {
        sort.value: name
        for sort, name in TYPE_NAMES.items()
        if sort is not BlockType.FACTS or kind.about_return
    }


def read_text(data: Mapping[str, str], language: str) -> OwnText:
    """What was posted, with nothing checked but the number of rows."""
    blocks: list[Block] = []
    while f"b{len(blocks)}-type" in data and len(blocks) <= MOST_BLOCKS:
        prefix = f"b{len(blocks)}"
        fields = ("type", "text", "url")
        blocks.append({name: data.get(f"{prefix}-{name}", "") for name in fields})
    return OwnText(language, data.get("subject", ""), blocks, data.get("sms", ""))


def rearranged(text: OwnText, do: str, new_type: str) -> tuple[OwnText, int]:
    """After “add”, “up-<n>”, “down-<n>” or “remove-<n>”, and which row to go to."""
    blocks = list(text.blocks)
    what, _dash, number = do.partition("-")
    if what == "add":
        if new_type in set(BlockType) and len(blocks) < MOST_BLOCKS:
            blocks.append({"type": new_type, "text": "", "url": ""})
        at = len(blocks) - 1
    elif not number.isdecimal() or int(number) >= len(blocks):
        at = 0
    else:
        at = int(number)
        block = blocks.pop(at)
        if what != "remove":
            at = max(0, at - 1) if what == "up" else at + 1
            blocks.insert(at, block)
    at = max(0, min(at, len(blocks) - 1))
    return OwnText(text.language, text.subject, blocks, text.sms), at


def shown_rows(text: OwnText, problems: Mapping[str, str]) -> list[dict[str, Any]]:
    """For the template."""
    names = {sort.value: name for sort, name in TYPE_NAMES.items()}
    with_text = {sort.value for sort in WITH_TEXT}
    last = len(text.blocks) - 1
    return [
        {
            "index": index,
            "type": block.get("type", ""),
            "name": names.get(str(block.get("type", "")), ""),
            "text": block.get("text", ""),
            "url": block.get("url", ""),
            "has_text": block.get("type") in with_text,
            "is_first": index == 0,
            "is_last": index == last,
            "problem": problems.get(str(index), ""),
        }
        for index, block in enumerate(text.blocks)
    ]
