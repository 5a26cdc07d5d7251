"""The whole way: a folder in, one checked package out, or one sentence."""

import hashlib
import shutil

import pytest
import shapely

from geo.crs import STORAGE
from geo.errors import InputError, NotFoundError
from geo.layers import list_layers
from geo.schema import COLUMNS
from geo.settings import PROJECT_ROOT, Settings
from geo.sources.config import read_config, resolve_path
from geo.sources.verbund import find_verbund, list_verbuende, read_verbund
from geo.tiling import validate_tiling

VERBUENDE = Settings().verbuende_dir
LIECHTENSTEIN = PROJECT_ROOT / "tests" / "verbuende" / "liechtenstein"
MINIMAL = 'id = "x"\ntitle = "X"\nmembers = ["1"]\nkommunen = "k"\nortsteile = "o"\nzentren = "z"\n'


@pytest.fixture(scope="module")
def package():
    return read_verbund(find_verbund("61-6-eins", VERBUENDE))


@pytest.fixture(params=["61-6-eins", "liechtenstein"], scope="module")
def any_package(request, testdata):
    return read_verbund(LIECHTENSTEIN if request.param == "liechtenstein" else VERBUENDE / request.param)


def test_the_default_verbund_is_complete(package):
    assert (package.id, package.title, package.subtitle) == (
        "61-6-eins",
        "61|6|eins",
        "Mitten in die Zukunft",
    )
    assert package.kommunen["role"].value_counts().to_dict() == {"kommune": 6, "partner": 6}
    assert len(package.ortsteile) == len(package.zentren) == 61
    counts = package.zentren["ags"].value_counts().to_dict()
    by_name = package.kommunen.set_index("ags")["name"]
    assert {by_name[ags]: n for ags, n in counts.items()} == {
        "Siegen": 23,
        "Winterberg": 15,
        "Unna": 14,
        "Beckum": 4,
        "Drensteinfurt": 3,
        "Billerbeck": 2,
    }
    assert {"schulen", "bahnhoefe", "siegen-osm"} <= {dataset.key for dataset in package.datasets}


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_frames_are_canonical(any_package, name):
    frame = getattr(any_package, name)
    assert list(frame.columns) == COLUMNS[name]
    assert frame.crs.to_epsg() == STORAGE
    text = frame.select_dtypes("str")
    assert not text.isna().any().any()
    assert not text.isin(["nan", "None"]).any().any()


def test_ids_fit_together(any_package):
    zentren, ortsteile = any_package.zentren, any_package.ortsteile
    assert zentren["zentrum_id"].is_unique
    assert set(zentren["zentrum_id"]) == set(ortsteile["ortsteil_id"])
    members = any_package.kommunen.query("role == 'kommune'")["ags"]
    assert set(zentren["ags"]) == set(ortsteile["ags"]) == set(members)
    facilities = any_package.facilities
    assert len(facilities)
    assert not facilities.duplicated(["facility_id", "layer"]).any()
    assert set(facilities["layer"]) <= {layer.key for layer in list_layers()}
    assert set(facilities["ags"]) <= {*any_package.kommunen["ags"], ""}


def test_ortsteile_tile_and_zentren_lie_in_them(any_package):
    parts = any_package.ortsteile.set_index("ortsteil_id")
    for kommune in any_package.kommunen.query("role == 'kommune'").itertuples():
        validate_tiling(kommune.geom, parts.loc[parts["ags"] == kommune.ags, "geom"])
    own = parts.loc[any_package.zentren["zentrum_id"], "geom"].to_numpy()
    assert shapely.intersects(own, any_package.zentren["geom"].to_numpy()).all()


def test_datasets_tell_where_they_come_from(any_package):
    keys = [dataset.key for dataset in any_package.datasets]
    assert {"kommunen", "ortsteile", "zentren", "einwohner"} <= set(keys)
    assert len(keys) == len(set(keys))
    assert set(any_package.facilities["dataset"]) <= set(keys)
    for dataset in any_package.datasets:
        assert dataset.title
        assert len(dataset.sha256) == 64
        assert dataset.n_records > 0
    frame = any_package.dataset_frame()
    assert frame["key"].tolist() == keys
    assert all(isinstance(layers, list) for layers in frame["layers"])


def test_complete_areas_cover_the_municipalities_they_name(any_package):
    outlines = any_package.kommunen.set_index("ags")["geom"]
    complete = [dataset for dataset in any_package.datasets if dataset.complete_ags]
    assert complete
    for dataset in complete:
        assert dataset.complete_area.is_valid
        for ags in dataset.complete_ags:
            missing = outlines[ags].difference(dataset.complete_area)
            assert missing.area < 1.0


def test_a_dataset_hash_is_that_of_its_file(package):
    schools = next(dataset for dataset in package.datasets if dataset.key == "schulen")
    file = PROJECT_ROOT / "data" / "bestand" / "schulen.csv"
    assert schools.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_checksum_follows_every_file(package, damage, verbund_copy):
    assert read_verbund(verbund_copy).checksum == package.checksum
    damage("projekte/projekte.csv", "Digitaler Dorfladen", "Digitaler Laden")
    changed = read_verbund(verbund_copy).checksum
    assert changed != package.checksum
    damage("bestand/schulen.csv", "Ludgerischule", "Ludgeri-Schule")
    assert read_verbund(verbund_copy).checksum not in {changed, package.checksum}


def _without_projects(folder):
    path = folder / "verbund.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nprojekte =", "\n# projekte ="), encoding="utf-8")


def test_fewer_members_make_the_rest_partners(damage):
    folder = damage("verbuende/61-6-eins/verbund.toml", '"05970040", ', "")
    _without_projects(folder)
    package = read_verbund(folder)
    assert len(package.zentren) == 61 - 23
    assert package.kommunen.set_index("ags").loc["05970040", "role"] == "partner"
    assert package.projects.empty


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


def test_a_missing_ortsteil_is_refused(verbund_copy):
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
    _without_projects(verbund_copy)
    with pytest.raises(InputError, match=r"Beckum \(05570008\): .*Lücke"):
        read_verbund(verbund_copy)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "X"', ["„id“ fehlt"]),
        (MINIMAL.replace('"x"', '"X Y"'), ["verbund.toml, id", "kein Schlüssel"]),
        (MINIMAL.replace('zentren = "z"', ""), ["„zentren“ fehlt", "[osm]"]),
        (MINIMAL.replace('members = ["1"]', ""), ["„members“ fehlt"]),
        (MINIMAL + '[osm]\nfile = "a"\ndate = 2020', ["schließen einander aus"]),
        (MINIMAL + '[provenance.bestand]\nlicence = "x"', ["provenance.bestand", "nicht möglich"]),
        (
            MINIMAL + '[provenance.zentren]\nlicence = "x"\ndate = "2020"',
            ["provenance.zentren.attribution“ fehlt"],
        ),
        ('id = "x"\ntitle = "X"\n[osm]\nfile = "a"\ndate = "gestern"', ["osm.date", "„gestern“"]),
        (
            'id = "x"\ntitle = "X"\n[osm]\nfile = "a"\ndate = 2020\nplaces = ["farm"]',
            ["osm.places", "„farm“"],
        ),
    ],
)
def test_a_wrong_description_is_refused(tmp_path, text, words):
    (tmp_path / "verbund.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_config(tmp_path)
    for word in ["verbund.toml", *words]:
        assert word in str(caught.value)


def test_stated_provenance_wins_over_the_rows(verbund_copy):
    path = verbund_copy / "verbund.toml"
    plain = path.read_text(encoding="utf-8").partition("[provenance.")[0]
    path.write_text(plain, encoding="utf-8")
    dataset = next(item for item in read_verbund(verbund_copy).datasets if item.key == "ortsteile")
    assert "ODbL-1.0" in dataset.licence
    stated = '[provenance.ortsteile]\nlicence = "frei"\nattribution = "© Stadt"\ndate = "2024-03"\n'
    path.write_text(plain + stated, encoding="utf-8")
    dataset = next(item for item in read_verbund(verbund_copy).datasets if item.key == "ortsteile")
    assert (dataset.licence, dataset.attribution, dataset.date) == ("frei", "© Stadt", "2024-03")
    assert dataset.source


def test_a_verbund_is_found_by_name_folder_or_file():
    folder = find_verbund("61-6-eins", VERBUENDE)
    assert find_verbund(folder, VERBUENDE / "nowhere") == folder
    assert find_verbund(folder / "verbund.toml", VERBUENDE / "nowhere") == folder
    with pytest.raises(NotFoundError, match=r"„atlantis“.*bekannt sind: .*61-6-eins"):
        find_verbund("atlantis", VERBUENDE)
    assert "61-6-eins" in [config.id for config in list_verbuende(VERBUENDE)]


def test_variables_are_expanded(tmp_path, monkeypatch):
    monkeypatch.setenv("MITTEN_TEST_FOLDER", str(tmp_path / "osm"))
    assert resolve_path(tmp_path, "${MITTEN_TEST_FOLDER}/a.pbf") == tmp_path / "osm" / "a.pbf"
    monkeypatch.delenv("MITTEN_TESTDATA", raising=False)
    assert resolve_path(tmp_path, "${MITTEN_TESTDATA}/a.pbf") == Settings().testdata.resolve() / "a.pbf"
    with pytest.raises(InputError, match="MITTEN_NOT_SET ist nicht gesetzt"):
        resolve_path(tmp_path, "${MITTEN_NOT_SET}/a.pbf")


def test_a_folder_without_description_is_refused(tmp_path):
    shutil.copy(VERBUENDE / "61-6-eins" / "verbund.toml", tmp_path / "anders.toml")
    with pytest.raises(InputError, match=r"verbund\.toml fehlt"):
        read_verbund(tmp_path)
