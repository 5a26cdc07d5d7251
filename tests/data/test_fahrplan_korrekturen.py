"""The rules of the default Verbund can be read; until somebody has written one, none is applied."""

from geo.settings import PROJECT_ROOT
from geo.sources.config import read_config, resolve_path
from geo.sources.timetable_rules import read_rules

FOLDER = PROJECT_ROOT / "data" / "verbuende" / "61-6-eins"


def test_the_examples_are_valid_and_not_applied():
    rules = read_rules(resolve_path(FOLDER, read_config(FOLDER).gtfs.korrekturen))
    assert len(rules) == 2
    assert all(rule.beispiel for rule in rules)
