"""Whether a way between two places needs papers, and what may be claimed on them."""

from __future__ import annotations

from retour_core.domain.customs.territories import (
    EU,
    Place,
    is_northern_ireland,
    territory_of,
)

# Who waives import duty on goods that come back, and by which words.
_RELIEFS = {
    # UCC art. 203; data element 11 10 000 000 (formerly 1/11), codes F01 and F05 of
    # Delegated Regulation (EU) 2015/2446, annex B.
    EU: (
        "Returned goods: relief from import duty and VAT claimed"
        " (UCC art. 203, additional procedure F05)"
    ),
    # Customs (Import Duty) (EU Exit) Regulations 2018, part 6; VAT Act 1994, s. 30.
    "GB": "Returned Goods Relief from import duty and VAT claimed (UK)",
    # Zollgesetz (SR 631.0), art. 10.
    "CH": "Swiss goods in return: relief claimed (ZG art. 10)",
    # Tolldeklarasjonsloven; Merverdiavgiftsloven § 7-2.
    "NO": "Returned goods (gjeninnførsel): relief from duty and VAT claimed",
    # Harmonized Tariff Schedule of the United States, heading 9801.
    "US": "US goods returned: free entry claimed (HTSUS 9801.00.10)",
}


def needs_papers(origin: Place, destination: Place) -> bool:
    """Whether goods between the two are declared to customs.

    Inside one customs territory they are, too, where one end is outside its tax area
    (UCC art. 1(3), Delegated Regulation 2015/2446 art. 134). Customs unions of the EU
    with Andorra, San Marino and Turkey spare the duty, not the declaration. Parcels
    that consumers send between Great Britain and Northern Ireland need none (Windsor
    Framework, Decision 1/2023 of the Joint Committee; parcels since 1 May 2025).
    """
    start, end = territory_of(origin), territory_of(destination)
    if {start.customs, end.customs} == {"GB", EU}:
        outside = destination if start.customs == "GB" else origin
        return not is_northern_ireland(outside)
    return start != end


def relief_claimed(destination: Place) -> str:
    """The words, in English, by which customs there spare goods that come back; ""
    where none are known. Relief is the importer's to prove."""
    return _RELIEFS.get(territory_of(destination).customs, "")
