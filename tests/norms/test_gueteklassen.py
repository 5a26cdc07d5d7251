"""The method files: what every file must keep to, and that a new file is a new method."""

from importlib.resources import files

import pytest

from geo.domain import DayType
from geo.errors import InputError, NotFoundError
from geo.norms.gueteklassen import (
    KNOWN_ROUTE_TYPES,
    default_method,
    get_method,
    list_methods,
    parse_method,
)

FILES = sorted(path.name for path in files("geo.norms.gueteklassen").iterdir() if path.name.endswith(".toml"))
ON_DEMAND = 715


def read(name):
    return (files("geo.norms.gueteklassen") / f"{name}.toml").read_text("utf-8")


def test_every_file_is_a_method():
    assert len(FILES) >= 3
    assert sorted(f"{method.id}.toml" for method in list_methods()) == FILES


def test_the_default_comes_first():
    assert default_method().id == "oerok-2017"
    assert [method.default for method in list_methods()].count(True) == 1


@pytest.mark.parametrize("name", FILES)
def test_contract(name):
    method = get_method(name.removesuffix(".toml"))
    assert method.source
    assert method.date
    assert method.choices
    assert all(choice.endswith(".") for choice in method.choices)
    stated = [number for group in method.groups for number in group.route_types]
    assert set(stated) | set(method.excluded) >= KNOWN_ROUTE_TYPES
    # On-demand services have a layer of their own: no method may count them.
    assert ON_DEMAND in method.excluded
    names = [name for group in method.groups for name in (group.key, *group.aliases)]
    assert len({name.casefold() for name in names}) == len(names)
    assert set(method.categories) >= {
        name for step in method.intervals for name in step.categories.values() if name
    }
    assert {name for row in method.table.values() for name in row if name} == set(method.classes)


def test_windows_days_and_distances():
    found = {method.id: (method.window, method.day_types, method.distance) for method in list_methods()}
    day = (6 * 60, 20 * 60)
    assert found["are-2011"] == (day, (DayType.SCHOOL,), "crow")
    assert found["oerok-2017"] == (day, (DayType.SCHOOL, DayType.HOLIDAYS), "network")
    assert found["goat-standard-120"] == (day, (DayType.SCHOOL,), "crow")


@pytest.mark.parametrize(
    ("method", "route_type", "group"),
    [
        ("oerok-2017", 3, "bus"),
        ("oerok-2017", 700, "bus"),
        ("oerok-2017", 2, "rail"),  # basic types do not tell a REX from a regional train: the lower group
        ("oerok-2017", 106, "rail"),
        ("oerok-2017", 109, "rail"),
        ("oerok-2017", 102, "long_distance"),
        ("oerok-2017", 0, "tram"),
        ("oerok-2017", 4, None),
        ("oerok-2017", 715, None),
        ("are-2011", 4, "bus"),
        ("are-2011", 0, "bus"),
        ("are-2011", 2, "rail"),
        ("are-2011", 6, "cable_car"),
        ("goat-standard-120", 1, "rail"),
        ("goat-standard-120", 7, "tram"),
        ("goat-standard-120", 712, "bus"),
    ],
)
def test_groups_of_vehicles(method, route_type, group):
    holding = [part.key for part in get_method(method).groups if route_type in part.route_types]
    assert holding == ([group] if group else [])


def test_a_node_is_never_told_from_the_timetable():
    assert get_method("are-2011").find_group("Bahnknoten").route_types == ()


def test_names_of_groups_are_forgiving():
    method = get_method("OEROK-2017")
    assert method.find_group("Bus").key == "bus"
    assert method.find_group("Straßenbahn").key == "tram"
    with pytest.raises(
        NotFoundError, match="„schiff“ gibt es in der Methode oerok-2017 nicht; möglich sind: long"
    ):
        method.find_group("schiff")


def test_an_unknown_method_is_named():
    with pytest.raises(NotFoundError, match="„oerok-2016“ gibt es nicht; möglich sind: oerok-2017, are-2011"):
        get_method("oerok-2016")


def test_a_new_file_is_a_new_method():
    text = read("oerok-2017").replace('id = "oerok-2017"', 'id = "eigene"').replace("default = true", "")
    method = parse_method(text, "eigene")
    assert (method.id, method.default) == ("eigene", False)
    assert method.categories == default_method().categories


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "oerok-2017"', 'id = "anders"', "die id „anders“ ist nicht der Name der Datei"),
        ('window = "06:00-20:00"', 'window = "20:00-06:00"', "endet vor seinem Beginn"),
        ('window = "06:00-20:00"', 'window = "früh"', "ist unbrauchbar"),
        ('"101-103", "105"', '"101-103", "105", "106"', "route_type 106 steht in zwei Gruppen"),
        ('"101-103", "105"', '"101-103"', "route_type 105 steht in keiner Gruppe"),
        ('"711-714", "716"', '"711-716"', "715 steht in zwei Gruppen oder auch unter excluded"),
        ('"715", ', "", "715 (Bedarfsverkehr) muss unter excluded stehen"),
        ("upper_min = 20\n", "upper_min = 9\n", "auf 10 folgt 9"),
        ("upper_m = 500\n", "upper_m = 200\n", "auf 300 folgt 200"),
        ('II = ["A", "B", "C", "D", "E"]', 'II = ["A", "B", "C", "D"]', "4 Klassen für 5 Ringe"),
        ('II = ["A", "B", "C", "D", "E"]', 'II = ["A", "C", "B", "D", "E"]', "auf „C“ folgt das bessere „B“"),
        ('III = ["B", "C", "D", "E", "F"]', 'III = ["A", "A", "A", "A", "A"]', "das bessere"),
        ('VIII = ["G", "G", "", "", ""]', 'VIII = ["H", "", "", "", ""]', "„H“ ist nicht bekannt"),
        ('distance = "network"', 'distance = "luft"', "die Angabe „distance“"),
        ('distance = "network"', "", "die Angabe „distance“ fehlt"),
        ('distance = "network"', 'distance = "network"\nring_m = 3', "„ring_m“"),
        ("[table]", "[table", "ist unbrauchbar"),
    ],
)
def test_a_bad_file_is_one_sentence(old, new, words):
    text = read("oerok-2017")
    assert old in text
    with pytest.raises(InputError, match=r"oerok-2017\.toml ist unbrauchbar") as caught:
        parse_method(text.replace(old, new), "oerok-2017")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
