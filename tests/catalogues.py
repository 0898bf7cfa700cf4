"""The catalogues of translations: what belongs in them, and bringing them up to date.

``python -m tests.catalogues`` adds what is new, drops what is gone and compiles; no
gettext tools are needed. ``--pending LANGUAGE`` prints as JSON what is untranslated,
``--fill LANGUAGE FILE`` takes the translations from such a file.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polib
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from django.utils.translation.template import templatize

from retour_portal.settings.languages import portal_languages

ROOT = Path(__file__).resolve().parents[1]
STAFF_LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "pt")
CUSTOMER_LANGUAGES = tuple(
    sorted(code for code, _name in portal_languages() if code != "en")
)
# Every folder with strings of its own has its own catalogues.
FOLDERS = {
    "core": ROOT / "packages/core/src/retour_core",
    "imports": ROOT / "packages/core/src/retour_core/imports",
    "billing": ROOT / "packages/core/src/retour_core/billing",
    "carriers": ROOT / "packages/core/src/retour_core/carriers",
    "payments": ROOT / "packages/core/src/retour_core/payments",
    "tracking": ROOT / "packages/core/src/retour_core/tracking",
    "webhooks": ROOT / "packages/core/src/retour_core/webhooks",
    "notices": ROOT / "packages/core/src/retour_core/notices",
    "portal": ROOT / "packages/portal_site/src/retour_portal",
    "backoffice": ROOT / "packages/portal_site/src/retour_portal/backoffice",
    "domains": ROOT / "packages/portal_site/src/retour_portal/domains",
    "fonts": ROOT / "packages/portal_site/src/retour_portal/fonts",
    "editorial": ROOT / "packages/portal_site/src/retour_portal/editorial",
    "step_texts": ROOT / "packages/portal_site/src/retour_portal/step_texts",
    "oscar": ROOT / "packages/shop_plugin/src/retour_shop/platforms/oscar",
    "store": ROOT / "examples/oscar_store/store",
}
# What customers read is in every language of the portal, the rest in the staff's.
LANGUAGES = {
    folder: CUSTOMER_LANGUAGES if folder in ("core", "portal") else STAFF_LANGUAGES
    for folder in FOLDERS
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PYTHON_FORMAT = re.compile(r"%\(\w+\)[sd]")


@dataclass
class Marked:
    """A string marked for translation; ``plural`` and ``context`` may be empty."""

    text: str
    plural: str = ""
    context: str = ""
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.text


def catalogue(folder: str, language: str) -> Path:
    return FOLDERS[folder] / "locale" / language / "LC_MESSAGES" / "django.po"


def marked_in(source: str) -> Iterator[Marked]:
    """Every string marked for translation in Python source."""
    found = extract("python", io.BytesIO(source.encode()), KEYWORDS)
    for _line, message, _comments, context in found:
        texts = (message,) if isinstance(message, str) else message
        yield Marked(texts[0], texts[1] if len(texts) > 1 else "", context or "")


@cache
def marked_strings(folder: str) -> dict[tuple[str, str], Marked]:
    """All strings of a folder by context and text, with the files that have them."""
    found: dict[tuple[str, str], Marked] = {}
    root = FOLDERS[folder]
    for file in sorted(root.rglob("*")):
        if _is_of_another(file, folder) or not (source := _source(file)):
            continue
        for marked in marked_in(source):
            known = found.setdefault(marked.key, marked)
            known.plural = known.plural or marked.plural
            name = str(file.relative_to(root))
            if name not in known.files:
                known.files.append(name)
    return found


def update(folder: str, language: str) -> None:
    path = catalogue(folder, language)
    kept = {}
    if path.exists():
        kept = {(e.msgctxt or "", e.msgid): e for e in polib.pofile(str(path))}
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "Project-Id-Version": f"retour-{folder}",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": get_plural(language).plural_forms,
    }
    for key, marked in marked_strings(folder).items():
        made.append(_entry(marked, kept.get(key), get_plural(language).num_plurals))
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(path))
    made.save_as_mofile(str(path.with_suffix(".mo")))


def pending(language: str) -> list[dict[str, object]]:
    """What is untranslated: folder, context, id, plural and where it is from."""
    return [
        {
            "folder": folder,
            "context": entry.msgctxt or "",
            "id": entry.msgid,
            "plural": entry.msgid_plural or "",
            "files": [name for name, _ in entry.occurrences],
        }
        for folder in FOLDERS
        if language in LANGUAGES[folder]
        for entry in polib.pofile(str(catalogue(folder, language)))
        if not entry.translated()
    ]


def fill(language: str, answers: list[dict[str, object]]) -> int:
    """Write translations: items as ``pending`` gives them, with ``text`` (a list of
    the plural forms where there is a plural). Says how many were taken."""
    taken = 0
    for folder in FOLDERS:
        if language not in LANGUAGES[folder]:
            continue
        path = catalogue(folder, language)
        po = polib.pofile(str(path), wrapwidth=0)
        by_key = {(entry.msgctxt or "", entry.msgid): entry for entry in po}
        for answer in answers:
            entry = by_key.get((str(answer.get("context", "")), str(answer["id"])))
            if answer["folder"] != folder or entry is None:
                continue
            text = answer["text"]
            if isinstance(text, list) != bool(entry.msgid_plural):
                raise ValueError(f"A list of forms for plurals alone: {entry.msgid!r}")
            if isinstance(text, list):
                entry.msgstr_plural = dict(enumerate(text))
            else:
                entry.msgstr = str(text)
            taken += 1
        po.save(str(path))
        po.save_as_mofile(str(path.with_suffix(".mo")))
    return taken


def _is_of_another(file: Path, folder: str) -> bool:
    others = (path for name, path in FOLDERS.items() if name != folder)
    inside = [path for path in others if path.is_relative_to(FOLDERS[folder])]
    return any(file.is_relative_to(path) for path in inside)


def _source(file: Path) -> str:
    if file.suffix == ".py" and "migrations" not in file.parts:
        return file.read_text()
    if file.suffix in (".html", ".txt"):
        # Django turns a template into something like Python, indented anyhow.
        code = templatize(file.read_text(), origin=str(file))
        return "\n".join(line.strip() for line in code.splitlines())
    return ""


def _entry(marked: Marked, kept: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=marked.text,
        msgctxt=marked.context or None,
        occurrences=[(file, "") for file in marked.files],
    )
    if _PYTHON_FORMAT.search(marked.text):
        entry.flags.append("python-format")
    if marked.plural:
        entry.msgid_plural = marked.plural
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    if kept is not None and bool(kept.msgid_plural) == bool(marked.plural):
        entry.msgstr = kept.msgstr
        if marked.plural:
            entry.msgstr_plural = kept.msgstr_plural
    return entry


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pending", choices=CUSTOMER_LANGUAGES)
    parser.add_argument("--fill", nargs=2, metavar=("LANGUAGE", "FILE"))
    asked = parser.parse_args()
    if asked.pending:
        json.dump(pending(asked.pending), sys.stdout, ensure_ascii=False, indent=1)
        return 0
    for folder in FOLDERS:
        for language in LANGUAGES[folder]:
            update(folder, language)
    if asked.fill:
        language, file = asked.fill
        answers = json.loads(Path(file).read_text())
        sys.stdout.write(f"{fill(language, answers)} of {len(answers)} taken\n")
    for language in CUSTOMER_LANGUAGES:
        left = len(pending(language))
        sys.stdout.write(f"{language}: {left} untranslated\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
