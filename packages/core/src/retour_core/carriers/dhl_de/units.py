"""DHL's own words: countries by ISO 3166-1 alpha-3."""

from __future__ import annotations

# Those DHL Parcel DE takes returns from.
SENDER_COUNTRIES = {
    "AT": "AUT", "BE": "BEL", "BG": "BGR", "CH": "CHE", "CY": "CYP", "CZ": "CZE",
    "DE": "DEU", "DK": "DNK", "EE": "EST", "ES": "ESP", "FI": "FIN", "FR": "FRA",
    "GB": "GBR", "GR": "GRC", "HR": "HRV", "HU": "HUN", "IE": "IRL", "IT": "ITA",
    "LT": "LTU", "LU": "LUX", "LV": "LVA", "MT": "MLT", "NL": "NLD", "NO": "NOR",
    "PL": "POL", "PT": "PRT", "RO": "ROU", "SE": "SWE", "SI": "SVN", "SK": "SVK",
}  # fmt: skip
# Where goods are made; a country that is missing is left out of the declaration.
ORIGINS = SENDER_COUNTRIES | {
    "BD": "BGD", "BR": "BRA", "CA": "CAN", "CN": "CHN", "EG": "EGY", "ET": "ETH",
    "HK": "HKG", "ID": "IDN", "IL": "ISR", "IN": "IND", "JP": "JPN", "KH": "KHM",
    "KR": "KOR", "LK": "LKA", "MA": "MAR", "MM": "MMR", "MX": "MEX", "MY": "MYS",
    "PH": "PHL", "PK": "PAK", "RS": "SRB", "SG": "SGP", "TH": "THA", "TN": "TUN",
    "TR": "TUR", "TW": "TWN", "UA": "UKR", "US": "USA", "VN": "VNM", "ZA": "ZAF",
}  # fmt: skip
OUTSIDE_THE_UNION = frozenset({"CH", "GB", "NO"})
