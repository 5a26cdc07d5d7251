"""The score: parts checked by hand, unknown parts left out, symmetric, between 0 and 1."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain import Handlungsfeld, Phase
from geo.errors import InputError
from geo.layers import list_layers
from geo.matching.matcher import get_matcher
from geo.matching.score import (
    Profile,
    compare_gaps,
    find_score,
    find_weights,
    measure_parts,
    overlap,
    travel_minutes,
)
from geo.matching.vocabulary import FOLDER
from geo.matching.weights import Part, read_weights

WEIGHTS = read_weights()
SHOP = Profile(
    "a",
    "Dorfladen Eichenrode",
    "Brot und Milch von den Höfen",
    need="convenience",
    handlungsfelder=frozenset({"wirtschaft", "zivilgesellschaft"}),
    target_groups=frozenset({"aeltere"}),
    phase=Phase.IDEE,
    gaps={"convenience": 0.5, "doctor": 0.25},
    places=((0.0, 0.0),),
)
TWIN = Profile(
    "b",
    "Unser Lebensmittelmarkt",
    "Milch und Brot im Ort",
    need="supermarket",
    handlungsfelder=frozenset({"wirtschaft"}),
    target_groups=frozenset({"aeltere"}),
    phase=Phase.UMSETZUNG,
    gaps={"convenience": 0.25, "pharmacy": 0.25},
    places=((30_000.0, 40_000.0), (12_000.0, 16_000.0)),
)


def test_parts_by_hand():
    shares = measure_parts(SHOP, TWIN, text=WEIGHTS.text.full_at / 2, weights=WEIGHTS)
    minutes = 20 * 1.3 / 50 * 60  # 20 km as the crow flies to the nearer of the two places
    assert travel_minutes(SHOP, TWIN, WEIGHTS) == pytest.approx(minutes)
    assert shares == {
        Part.NEED: 0.5,  # related: both sell food
        Part.HANDLUNGSFELD: 0.5,  # one of two
        Part.TEXT: 0.5,
        Part.TARGET_GROUP: 1.0,
        Part.PHASE: 0.5,  # two of four steps apart
        Part.GAPS: pytest.approx(0.25 / (0.5 + 0.25 + 0.25)),
        Part.TRAVEL_TIME: pytest.approx(1 - minutes / 60),
    }


def test_unknown_parts_are_left_out_and_the_rest_scaled_up():
    bare = Profile("c", "Laden", "")
    shares = measure_parts(SHOP, bare, text=0.3, weights=WEIGHTS)
    assert [part for part, share in shares.items() if share is not None] == [Part.TEXT]
    assert find_weights(shares, WEIGHTS) == {Part.TEXT: 1.0}
    assert find_score(shares, WEIGHTS) == pytest.approx(0.3 / WEIGHTS.text.full_at)
    nothing = dict.fromkeys(Part)
    assert find_weights(nothing, WEIGHTS) == {}
    assert find_score(nothing, WEIGHTS) == 0


def test_what_is_unknown_is_none():
    assert overlap(set(), {"a"}) is None
    assert compare_gaps(None, {"doctor": 1.0}) is None
    assert compare_gaps({"doctor": 0.0}, {"doctor": 0.0}) is None  # neither misses anything
    assert compare_gaps({"doctor": 0.5}, {"bank": 0.5}) == 0
    assert travel_minutes(SHOP, Profile("c", "", ""), WEIGHTS) is None


layers = st.sampled_from([layer.key for layer in list_layers()])
profiles = st.builds(
    Profile,
    key=st.text(min_size=1, max_size=3),
    title=st.sampled_from(["Dorfladen", "Bürgerbus für alle", "", "Hof und Laden", "<b>Arzt</b>"]),
    summary=st.text(max_size=40),
    need=st.one_of(st.just(""), layers),
    handlungsfelder=st.frozensets(st.sampled_from([field.value for field in Handlungsfeld])),
    target_groups=st.frozensets(st.sampled_from(["aeltere", "familien"])),
    phase=st.one_of(st.none(), st.sampled_from(list(Phase))),
    gaps=st.one_of(st.none(), st.dictionaries(layers, st.floats(0, 1), max_size=3)),
    places=st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1e5)), max_size=2).map(tuple),
)


@settings(max_examples=40)
@given(profiles, profiles)
def test_scores_are_symmetric_and_between_0_and_1(one, other):
    scores = get_matcher().score_all([one, other])
    assert scores[0, 1] == pytest.approx(scores[1, 0])
    assert (scores >= 0).all()
    assert (scores <= 1 + 1e-9).all()


@settings(max_examples=40)
@given(profiles, profiles)
def test_every_part_has_its_sentence(one, other):
    matcher = get_matcher()
    (found,) = matcher.rank(one, [other], matcher.model.to_vectors([other.text]))
    for part, share in found.shares.items():
        sentence = matcher.reasons.say(part, one, other, share)
        assert sentence.endswith(".")
        assert sentence[0] == sentence[0].upper()


def test_sentences_by_hand():
    matcher = get_matcher()
    (found,) = matcher.rank(SHOP, [TWIN], matcher.model.to_vectors([TWIN.text]))
    said = {part: matcher.reasons.say(part, SHOP, TWIN, share) for part, share in found.shares.items()}
    assert said[Part.NEED] == "Der Bedarf ist verwandt: Dorfladen und Supermarkt."
    assert said[Part.HANDLUNGSFELD] == "Gemeinsames Handlungsfeld: Wirtschaft."
    assert said[Part.TEXT].startswith("Beide handeln von: Nahversorgung; gemeinsame Wörter: „")
    assert "„Brot“" in said[Part.TEXT]
    assert "„Milch“" in said[Part.TEXT]
    assert said[Part.PHASE] == "Die Phasen sind verschieden: Idee und Umsetzung."
    assert said[Part.GAPS] == "Beiden Orten fehlt: Dorfladen."
    assert said[Part.TRAVEL_TIME] == "Mit dem Auto liegen rund 31\u00a0min dazwischen (Luftlinienmodell)."


def test_a_pair_depends_on_nothing_but_itself():
    """A score cannot tell of records that a person may not see."""
    matcher = get_matcher()
    secret = Profile("s", "Geheime Seilbahn", "Eine Seilbahn zum Kahlen Asten")
    alone = matcher.score_all([SHOP, TWIN])[0, 1]
    among = matcher.score_all([SHOP, TWIN, secret, dataclasses.replace(SHOP, key="d")])[0, 1]
    assert alone == among


def test_wrong_weights_are_one_sentence(tmp_path):
    text = (FOLDER / "gewichte.toml").read_text("utf-8")
    with pytest.raises(InputError, match="Die Gewichte fehlen"):
        read_weights(tmp_path)
    for wrong, said in (("phase = -1", "ab 0"), ('phase = "viel"', "phase"), ("", "es fehlt: phase")):
        (tmp_path / "gewichte.toml").write_text(text.replace("phase = 0.05", wrong), "utf-8")
        with pytest.raises(InputError, match=said):
            read_weights(tmp_path)
