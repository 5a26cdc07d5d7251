"""The whole way: a folder in, one checked package out."""

import hashlib

import pytest
import shapely

from geo.crs import STORAGE
from geo.layers import list_layers
from geo.schema import COLUMNS
from geo.settings import PROJECT_ROOT, Settings
from geo.sources.verbund import find_verbund, read_verbund
from geo.tiling import validate_tiling

VERBUENDE = Settings().verbuende_dir


LIECHTENSTEIN = PROJECT_ROOT / "tests" / "verbuende" / "liechtenstein"


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


def test_fewer_members_make_the_rest_partners(damage, without_projects):
    folder = damage("verbuende/61-6-eins/verbund.toml", '"05970040", ', "")
    without_projects(folder)
    package = read_verbund(folder)
    assert len(package.zentren) == 61 - 23
    assert package.kommunen.set_index("ags").loc["05970040", "role"] == "partner"
    assert package.projects.empty


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
