"""A Verbund whose files contradict each other: one sentence that says what, where and how to mend it."""

import pytest

from geo.errors import InputError
from geo.sources.verbund import read_verbund


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "ortsteile/zentren.csv",
            ",05570008,",
            ",05570009,",
            ["zentren.csv, Zeile", "ags", "„05570009“ ist unbekannt"],
        ),
        ("ortsteile/zentren.csv", ",05570008,", ",5570008,", ["führende Null fehlt", "„05570008“"]),
        (
            "ortsteile/zentren.csv",
            ",05570008,",
            ",05970040,",
            ["„05570008-beckum“", "05970040", "ags angleichen"],
        ),
        ("ortsteile/zentren.csv", "05570008-beckum", "05570009-beckum", ["„05570008-beckum“ ist unbekannt"]),
        (
            "ortsteile/zentren.csv",
            "51.75571,8.04075",
            "51.9,8.04075",
            ["„05570008-beckum“", "außerhalb seines Ortsteils"],
        ),
        ("ortsteile/zentren.csv", "lat,lon", "breite,lon", ["Spalte „lat“ fehlt"]),
        (
            "ortsteile/einwohner.csv",
            "05570008-roland",
            "05570008-rolland",
            ["einwohner.csv, Zeile", "„05570008-rolland“"],
        ),
        (
            "ortsteile/einwohner.csv",
            "24642",
            "24.642",
            ["einwohner.csv, Zeile", "population", "keine ganze Zahl"],
        ),
        (
            "ortsteile/kommunen.geojson",
            '"05978036"',
            '"05978037"',
            ["„05978036“ (members", "hat keinen Umriss"],
        ),
        (
            "ortsteile/ortsteile.geojson",
            '"05978036"',
            '"05978037"',
            ["ortsteile.geojson, Objekt", "„05978037“"],
        ),
        (
            "ortsteile/ortsteile.geojson",
            "abgeleitet",
            "geraten",
            ["geometrie_quelle", "„geraten“ ist nicht möglich"],
        ),
        (
            "verbuende/61-6-eins/verbund.toml",
            "05978036",
            "05978037",
            ["„05978037“ (members", "05978036 Unna"],
        ),
        ("verbuende/61-6-eins/verbund.toml", "05978036", "05970040", ["members nennt „05970040“ doppelt"]),
        (
            "verbuende/61-6-eins/verbund.toml",
            "zentren =",
            "zentrum =",
            ["„zentrum“ ist unbekannt", "Schreibweise"],
        ),
        ("verbuende/61-6-eins/verbund.toml", "zentren.csv", "centres.csv", ["centres.csv fehlt"]),
        ("bestand/bestand.toml", '"siegen-osm.csv"', '"siegen.csv"', ["siegen.csv fehlt"]),
    ],
)
def test_what_contradicts_is_refused_in_one_sentence(damage, file, old, new, words):
    folder = damage(file, old, new)
    with pytest.raises(InputError) as caught:
        read_verbund(folder)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "bitte" in sentence
    for word in words:
        assert word in sentence


def test_a_mutilated_geojson_is_refused(verbund_copy):
    path = verbund_copy.parent.parent / "ortsteile" / "ortsteile.geojson"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    with pytest.raises(
        InputError, match=r"ortsteile\.geojson, Zeile \d+.*abgeschnitten: bitte neu exportieren"
    ):
        read_verbund(verbund_copy)


def test_a_missing_ortsteil_is_refused(verbund_copy, without_projects):
    path = verbund_copy.parent.parent / "ortsteile" / "ortsteile.geojson"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if '"05570008-roland"' not in line]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(InputError, match="Zentrum „05570008-roland“ hat keinen Ortsteil"):
        read_verbund(verbund_copy)
    zentren = path.with_name("zentren.csv")
    einwohner = path.with_name("einwohner.csv")
    for file in (zentren, einwohner):
        rows = [row for row in file.read_text(encoding="utf-8").splitlines() if "05570008-roland" not in row]
        file.write_text("\n".join(rows), encoding="utf-8")
    without_projects(verbund_copy)
    with pytest.raises(InputError, match=r"Beckum \(05570008\): .*Lücke"):
        read_verbund(verbund_copy)
