"""A wrong rule is one sentence with its place."""

import pytest

from geo.errors import InputError
from geo.sources.timetable_rules import read_rules

RULE = """[[rule]]
action = "merge_stops"
keep = "a"
stop_ids = ["b"]
role = "Kreis Coesfeld, ÖPNV"
reason = "eine Haltestelle, zwei Lieferungen"
date = 2026-11-01
"""


def read(tmp_path, text):
    (tmp_path / "dorf.toml").write_text(text)
    return read_rules(tmp_path / "dorf.toml")


def test_rules_in_their_order(tmp_path):
    second = RULE.replace("merge_stops", "drop_duplicate_trips").replace('keep = "a"\nstop_ids = ["b"]\n', "")
    assert [rule.action for rule in read(tmp_path, RULE + second)] == ["merge_stops", "drop_duplicate_trips"]
    assert read(tmp_path, "# noch keine\n") == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("merge_stops", "merge", "rule 1: die Regel „merge“ gibt es nicht: bitte für action eine von"),
        ('action = "merge_stops"\n', "", "rule 1: die Angabe „action“ fehlt"),
        ('keep = "a"\n', "", "keep“ fehlt"),
        ('keep = "a"', 'keep = "b"', "stop_ids nennt „b“, die bleiben soll"),
        ("reason", "grund", "grund"),
        ("Kreis Coesfeld, ÖPNV", "m.muster@kreis.de", "keine Person"),
        ("2026-11-01", '"gestern"', "date"),
        ("[[rule]]", "[[rule", "kein gültiges TOML"),
    ],
)
def test_wrong_rules(tmp_path, old, new, sentence):
    assert old in RULE
    with pytest.raises(InputError, match=r"dorf\.toml") as caught:
        read(tmp_path, RULE.replace(old, new))
    assert sentence in str(caught.value)


def test_no_file(tmp_path):
    with pytest.raises(InputError, match="fehlt"):
        read_rules(tmp_path / "dorf.toml")
