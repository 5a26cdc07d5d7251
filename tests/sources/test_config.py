"""What a verbund.toml may say, and where it is found."""

import shutil

import pytest

from geo.errors import InputError, NotFoundError
from geo.settings import Settings
from geo.sources.config import read_config, resolve_path
from geo.sources.verbund import find_verbund, list_verbuende, read_verbund

VERBUENDE = Settings().verbuende_dir
MINIMAL = 'id = "x"\ntitle = "X"\nmembers = ["1"]\nkommunen = "k"\nortsteile = "o"\nzentren = "z"\n'


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
