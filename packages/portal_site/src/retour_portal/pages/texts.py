"""The shape of a portal's texts, and the stream of blocks they become."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Step:
    icon: str
    title: str
    text: str


class PageKind(StrEnum):
    """Types of page below a home page."""

    CONTENT = "content"
    HELP = "help"
    STORES = "stores"
    CONTACT = "contact"


@dataclass(frozen=True)
class PageText:
    """A page below the home page; ``sections`` are (block type, block value) pairs.

    ``support_hours`` is for a contact page only.
    """

    title: str
    slug: str
    introduction: str
    sections: list[tuple[str, Any]]
    in_header: bool = False
    kind: PageKind = PageKind.CONTENT
    support_hours: str = ""

    @property
    def body(self) -> str:
        return stream(self.sections)


@dataclass(frozen=True)
class PortalText:
    """A home page in one language and the pages below it, by a key of ours."""

    title: str
    description: str
    hero_title: str
    hero_text: str
    steps_title: str
    steps: list[Step]
    notice: dict[str, str] | None
    faq_title: str
    questions: list[tuple[str, str]]
    pages: dict[str, PageText]
    tagline: str = ""

    def body(self, picture_id: int | None = None) -> str:
        hero: dict[str, Any] = {
            "title": self.hero_title,
            "text": self.hero_text,
            "show_lookup": True,
            # Named even without an image: wagtail-localize cannot read one left out.
            "picture": {"image": picture_id, "decorative": True, "alt_text": ""},
        }
        steps = [
            {"icon": step.icon, "title": step.title, "text": step.text}
            for step in self.steps
        ]
        notice = [("notice", self.notice)] if self.notice else []
        return stream(
            [
                ("hero", hero),
                ("steps", {"title": self.steps_title, "steps": items(steps)}),
                *notice,
                faq(self.faq_title, self.questions),
            ]
        )


def faq(title: str, questions: list[tuple[str, str]]) -> tuple[str, dict[str, Any]]:
    listed = [
        {"question": question, "answer": answer} for question, answer in questions
    ]
    return "faq", {"title": title, "questions": items(listed)}


def items(values: list[Any]) -> list[dict[str, Any]]:
    """The entries of a list block, with the ids by which wagtail-localize finds them
    again."""
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def stream(sections: list[tuple[str, Any]]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in sections])
