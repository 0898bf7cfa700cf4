"""The statutory words of the withdrawal function, in the EU's 24 languages.

Directive 2011/83/EU art. 11a(1) and (3), inserted by Directive (EU) 2023/2673. The
words are law: they are not translated, shortened, or joined by others on the button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Where the words were taken from.

    REFERENCE: the project's legal reference (national law, or the directive).
    SECOND_HAND: two public tables that quote the directive's language version and
    agree; compare with EUR-Lex (CELEX 32023L2673) before relying on one.
    """

    REFERENCE = "reference"
    SECOND_HAND = "second_hand"


@dataclass(frozen=True, slots=True)
class StatutoryWords:
    """``entry`` labels the function, ``confirm`` is all that its last button says.

    As the law writes them, most beginning small; see :func:`as_label`. ``language`` is
    the one they are in (for the ``lang`` attribute).
    """

    language: str
    entry: str
    confirm: str
    basis: Basis


# language: entry, confirm, basis of each
_REFERENCE = {
    "en": ("withdraw from contract here", "confirm withdrawal"),
    "de": ("Vertrag widerrufen", "Widerruf bestätigen"),
    "fr": ("renoncer au contrat ici", "confirmer la rétractation"),
    "it": ("recedere dal contratto qui", "conferma recesso"),
    "es": ("desistir del contrato aquí", "confirmar desistimiento"),
}
_SECOND_HAND = {
    "bg": ("откажете се от договора тук", "потвърждавам отказа"),
    "cs": ("zde odstoupit od smlouvy", "potvrdit odstoupení od smlouvy"),
    "da": ("fortryd aftale", "bekræft fortrydelse"),
    "el": ("πατήστε εδώ για υπαναχώρηση", "επιβεβαίωση υπαναχώρησης"),
    "et": ("taganen lepingust", "kinnitan taganemise"),
    "fi": ("peruuta sopimus tästä", "vahvista peruuttaminen"),
    "ga": ("tarraing siar ón gconradh anseo", "dearbhaigh an tarraingt siar"),
    "hr": ("odustati od ugovora", "potvrditi odustajanje"),
    "hu": ("elállás a szerződéstől", "elállás megerősítése"),
    "lt": ("atsisakyti sutarties čia", "patvirtinti sutarties atsisakymą"),
    "lv": ("atteikties no līguma", "apstiprināt atteikumu"),
    "mt": ("irtira mill-kuntratt hawnhekk", "ikkonferma r-reċess"),
    # The reference has one shop's “Hier de overeenkomst ontbinden” and doubts it.
    "nl": ("hier de overeenkomst herroepen", "herroeping bevestigen"),
    "pl": ("odstąp od umowy tutaj", "potwierdź odstąpienie od umowy"),
    "pt": ("retrate-se do contrato aqui", "confirmar retratação"),
    # The entry is the reference's (OUG 34/2014 art. 11¹); it has no confirmation.
    "ro": ("Retrageți-vă din contract aici", "confirmați retragerea"),
    "sk": ("odstúpiť od zmluvy tu", "potvrdiť odstúpenie od zmluvy"),
    "sl": ("kliknite tukaj za odstop od pogodbe", "potrdi odstop od pogodbe"),
    "sv": ("ångra avtalet här", "bekräfta frånträde"),
}

STATUTORY_WORDS: Mapping[str, StatutoryWords] = {
    language: StatutoryWords(language, entry, confirm, basis)
    for basis, table in (
        (Basis.REFERENCE, _REFERENCE),
        (Basis.SECOND_HAND, _SECOND_HAND),
    )
    for language, (entry, confirm) in table.items()
}


def statutory_words(locale: str) -> StatutoryWords:
    """The words for "fr", "de-AT", "pt_PT"; English ones for any other language.

    There are none for Norwegian and Icelandic: the EEA translates no labels.
    """
    language = locale.replace("_", "-").partition("-")[0].lower()
    return STATUTORY_WORDS.get(language, STATUTORY_WORDS["en"])


def as_label(words: str) -> str:
    """The same words with a capital in front, as a button or a link shows them."""
    return words[:1].upper() + words[1:]
