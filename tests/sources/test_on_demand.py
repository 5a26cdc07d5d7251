"""On-demand services kept by hand: the project's own files, and what is refused."""

from datetime import date, timedelta

import pytest

from geo.errors import InputError
from geo.settings import PROJECT_ROOT
from geo.sources.on_demand import STALE_AFTER, on_demand_frame, read_on_demand, to_ortsteile
from geo.sources.verbund import read_verbund

FOLDER = PROJECT_ROOT / "data" / "bedarfsverkehr"
HEADER = "service_id,name,kind,ortsteile,days,hours,booking,source,date,role,valid_until,note"
AGS = "05558008"
KNOWN = {AGS: ["05558008-aulendorf", "05558008-billerbeck"], "05570008": ["05570008-beckum"]}
TODAY = date(2026, 11, 26)
ROW = {
    "service_id": "ast",
    "name": "AST Baumberge",
    "kind": "AST",
    "ortsteile": "05558008-aulendorf",
    "days": "mo;di",
    "hours": "08:00-12:00;14:00-18:00",
    "booking": "eine Stunde vorher",
    "source": "https://example.org/ast",
    "date": "2026-11-01",
    "role": "Stadtverwaltung",
    "valid_until": "",
    "note": "",
}


def read(tmp_path, *changes, name=f"{AGS}.csv", header=HEADER):
    lines = [header, *(",".join((ROW | change).values()) for change in changes)]
    (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    return read_on_demand(tmp_path, KNOWN)


@pytest.fixture(scope="module")
def own():
    package = read_verbund(PROJECT_ROOT / "data" / "verbuende" / "61-6-eins")
    by_ags = to_ortsteile(package.kommunen, package.ortsteile)
    return {ags for ags, ids in by_ags.items() if ids}, read_on_demand(FOLDER, by_ags)


def test_every_municipality_has_its_file(own):
    members, services = own
    assert {path.stem for path in FOLDER.glob("*.csv")} == members
    assert len(members) == 6
    assert services


def test_every_row_can_be_looked_up(own):
    _, services = own
    for service in services:
        assert service.row.source.startswith("https://")
        assert not service.is_stale(TODAY)


def test_what_is_known_of_billerbeck_and_winterberg(own):
    frame = on_demand_frame(own[1]).explode("ortsteile").set_index("ortsteile")
    assert frame.loc[["05558008-aulendorf"], "kind"].tolist() == ["Bürgerbus"]
    assert frame.loc[["05958048-mollseifen"], "name"].tolist() == ["Bürgerbus Höhendörfer Winterberg"]
    assert "05958048-siedlinghausen" not in frame.index
    assert not [key for key in frame.index if key.startswith("05970040")]


def test_a_row(tmp_path):
    (service,) = read(tmp_path, {"days": "Mi;mo", "ortsteile": "*"})
    assert service.ags == AGS
    assert service.ortsteil_ids == ("05558008-aulendorf", "05558008-billerbeck")
    assert service.row.days == ["mo", "mi"]
    assert service.row.hours == ["08:00-12:00", "14:00-18:00"]


def test_the_header_alone_is_a_file(tmp_path):
    assert read(tmp_path) == ()


def test_no_folder(tmp_path):
    assert read_on_demand(tmp_path / "nirgends", KNOWN) == ()


def test_what_is_not_known_stays_empty(tmp_path):
    (service,) = read(tmp_path, {"days": "", "hours": "", "booking": ""})
    assert (service.row.days, service.row.hours, service.row.booking) == ([], [], "")


def test_old_rows_want_another_look(tmp_path):
    (service,) = read(tmp_path, {})
    assert not service.is_stale(service.row.date + STALE_AFTER)
    assert service.is_stale(service.row.date + STALE_AFTER + timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "Taxi"}, "05558008.csv, Zeile 2, kind: „Taxi“ ist nicht möglich"),
        ({"ortsteile": ""}, "Zeile 2, ortsteile"),
        ({"ortsteile": "05570008-beckum"}, "den Ortsteil „05570008-beckum“ gibt es in der Kommune nicht"),
        ({"days": "montags"}, "„montags“ ist kein Wochentag: bitte mo;di;mi;do;fr;sa;so verwenden"),
        ({"hours": "8-12"}, "„8-12“ ist keine Zeitspanne: bitte wie 08:00-12:00 schreiben"),
        ({"hours": "12:00-08:00"}, "„12:00-08:00“ ist keine Zeitspanne"),
        ({"source": ""}, "Zeile 2, source: das Feld ist leer"),
        ({"date": "gestern"}, "Zeile 2, date: „gestern“"),
        ({"role": "erika@example.org"}, "eine Rolle angeben"),
        ({"service_id": "mit Leerzeichen"}, "„mit Leerzeichen“ ist kein Schlüssel"),
    ],
)
def test_a_bad_row_is_one_german_sentence(tmp_path, change, words):
    with pytest.raises(InputError) as caught:
        read(tmp_path, change)
    message = str(caught.value)
    assert words in message
    assert message.endswith(".")
    assert "\n" not in message


def test_the_file_of_a_partner_is_passed_over(tmp_path):
    assert read(tmp_path, {}) != ()
    assert read_on_demand(tmp_path, {AGS: [], "05570008": ["05570008-beckum"]}) == ()


def test_a_bad_file(tmp_path):
    with pytest.raises(InputError, match="eine Kommune 05999999 gibt es im Verbund nicht"):
        read(tmp_path, {}, name="05999999.csv")


def test_a_doubled_service(tmp_path):
    with pytest.raises(InputError, match="service_id „ast“ steht schon in Zeile 2"):
        read(tmp_path, {}, {})


def test_a_missing_column(tmp_path):
    with pytest.raises(InputError, match="die Spalte „kind“ fehlt"):
        read(tmp_path, header=HEADER.replace("kind,", ""))


def test_an_empty_file(tmp_path):
    (tmp_path / f"{AGS}.csv").write_text("", "utf-8")
    with pytest.raises(InputError, match="ist leer"):
        read_on_demand(tmp_path, KNOWN)
