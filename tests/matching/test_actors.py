"""Offers against wishes: parts checked by hand, kinds that have nothing in common, order, planted pairs first."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain import Handlungsfeld, Phase, Resource
from geo.errors import InputError
from geo.layers import list_layers
from geo.matching.actor_weights import ActorPart, read_actor_weights
from geo.matching.actors import Line, find_reason, get_actor_matcher
from geo.matching.score import Profile, find_score
from geo.matching.shelf import Shelf
from geo.matching.vocabulary import FOLDER
from geo.settings import PROJECT_ROOT
from geo.sources.actors import read_actors

WEIGHTS = read_actor_weights()
HERE, ELSEWHERE = frozenset({"1"}), frozenset({"2"})


def line(owner, text, kind=Resource.ROOMS, ags=HERE, **fields):
    return Line(owner, text, kind, Profile(owner, WEIGHTS.text.shorten(text), "", **fields), ags)


def match(wishes, offers):
    matcher = get_actor_matcher()
    return matcher.match(wishes, offers, Shelf(matcher.matcher.model))


def test_parts_by_hand():
    wish = line(
        "p",
        "Ladenraum",
        need="convenience",
        handlungsfelder=frozenset({"wirtschaft", "wohnen"}),
        phase=Phase.IDEE,
        places=((0.0, 0.0),),
    )
    offer = line(
        "a",
        "Leerer Laden",
        need="supermarket",
        handlungsfelder=frozenset({"wirtschaft"}),
        places=((12_000.0, 16_000.0),),
    )
    shares = get_actor_matcher().measure(wish, offer, text=WEIGHTS.text.full_at / 2)
    minutes = 20 * 1.3 / 50 * 60
    assert shares == {
        ActorPart.KIND: 1.0,
        ActorPart.NEED: 0.5,  # related: both sell food
        ActorPart.HANDLUNGSFELD: 0.5,  # one of two
        ActorPart.TEXT: 0.5,
        ActorPart.PHASE: 0.5,  # an idea needs experience more than rooms
        ActorPart.TRAVEL_TIME: pytest.approx(1 - minutes / 60),
    }
    by_hand = 0.1 * 1 + 0.15 * 0.5 + 0.1 * 0.5 + 0.5 * 0.5 + 0.05 * 0.5 + 0.1 * (1 - minutes / 60)
    assert find_score(shares, WEIGHTS) == pytest.approx(by_hand)
    assert find_reason(dict(WEIGHTS.parts), shares) is ActorPart.TEXT


def test_the_way_counts_only_where_somebody_has_to_be_there():
    for kind, counts in ((Resource.ROOMS, True), (Resource.TIME, True), (Resource.SOFTWARE, False)):
        one, other = (line(owner, "x", kind, places=((0.0, 0.0),)) for owner in "ab")
        shares = get_actor_matcher().measure(one, other, None)
        assert (shares[ActorPart.TRAVEL_TIME] == 1.0) is counts
    assert (
        get_actor_matcher()
        .say(ActorPart.TRAVEL_TIME, one, other, None)
        .startswith("Der Weg zählt hier nicht")
    )


def test_kinds_that_have_nothing_in_common_are_never_compared():
    same = {kind: line("a", "Kasse für den Dorfladen", kind) for kind in Resource}
    wishes = [line("b", "Kasse für den Dorfladen", Resource.SOFTWARE)]
    assert [fit.offer for fit in match(wishes, list(same.values()))] == [
        list(Resource).index(Resource.SOFTWARE)
    ]
    (related,) = match([line("b", "Dorfladen gründen", Resource.SKILLS)], [same[Resource.EXPERIENCE]])
    assert related.shares[ActorPart.KIND] == WEIGHTS.kinds.related_share
    assert match([line("a", "Kasse", Resource.ROOMS)], [line("a", "Kasse", Resource.ROOMS)]) == []  # itself


def test_what_the_kind_says_already_does_not_make_lines_alike():
    assert WEIGHTS.text.shorten("Ehrenamtliche, die Kleinbusse fahren").strip(", ") == "die Kleinbusse fahren"
    drivers = line("p", "Ehrenamtliche Fahrerinnen und Fahrer", Resource.TIME)
    offers = [
        line("a", "Ehrenamtliche, die samstags im Laden helfen", Resource.TIME, ELSEWHERE),
        line("b", "Fahrerinnen und Fahrer mit Schein", Resource.TIME),
    ]
    assert [fit.offer for fit in match([drivers], offers)] == [1]


def test_of_one_level_those_across_the_border_come_first():
    need = {"need": "community_centre"}
    field, other = frozenset({"wohnen"}), frozenset({"mobilitaet"})
    wish = line("p", "Werkstatt mit Drehbank", handlungsfelder=field, **need)
    near = line("a", "Werkstatt mit Drehbank", handlungsfelder=field, **need)
    far = line("b", "Werkstatt mit Drehbank", ags=ELSEWHERE, handlungsfelder=other, **need)
    weak = line("c", "Saal, Küche, Kegelbahn, Garten, Drehbank", ags=ELSEWHERE, need="fuel")
    found = match([wish], [weak, near, far])
    assert [(fit.offer, fit.across) for fit in found] == [(2, True), (1, False), (0, True)]
    assert found[2].score < WEIGHTS.levels.good <= found[0].score < found[1].score


def test_every_planted_pair_of_the_examples_is_found_first():
    """Wishes of projects and actors in the examples, each with who should be found first (checked by a person)."""
    with (PROJECT_ROOT / "data" / "ortsteile" / "zentren.csv").open(encoding="utf-8") as file:
        ags_of = {row["zentrum_id"]: row["ags"] for row in csv.DictReader(file)}
    _, actors = read_actors(PROJECT_ROOT / "data" / "akteure", ags_of)
    offers = [
        line(row.actor_id, entry["text"], Resource(entry["resource"]), frozenset(row.ags), need=entry["need"])
        for row in actors.itertuples()
        for entry in row.entries
        if entry["direction"] == "offers"
    ]
    planted = {
        ("rooms", "Ladenlokal in der Ortsmitte, ohne Stufen", "convenience"): "landbank-immobilien",
        ("software", "Kassensystem für den Dorfladen", "convenience"): "kassenwerk",
        (
            "experience",
            "Gründung eines Dorfladens als Genossenschaft",
            "convenience",
        ): "genossenschaft-hoeheladen",
        ("skills", "Satzung für unsere Genossenschaft", ""): "gruendungshilfe",
        ("time", "Leute, die den Bürgerbus fahren", "bus_stop"): "fahrdienst-hellweg",
        ("software", "Fahrten buchen und bündeln", "bus_stop"): "stadtlabor-siegen",
        (
            "software",
            "Digitale Schlüssel und Buchung für das Dorfhaus",
            "community_centre",
        ): "stadtlabor-siegen",
        ("rooms", "Werkstatt für das Reparaturcafé", "community_centre"): "haus-der-vereine-neubeckum",
        ("experience", "Videosprechstunde beim Hausarzt", "doctor"): "praxisverbund-baumberge",
        ("rooms", "Stellplatz mit Strom für den Kleinbus", ""): "mobilwerk",
    }
    for (kind, text, need), owner in planted.items():
        found = match([line("p", text, Resource(kind), frozenset({"9"}), need=need)], offers)
        assert found, text
        assert offers[found[0].offer].owner == f"beispiel-{owner}", text
        assert found[0].score >= WEIGHTS.team.covers_from, text
    for kind, text in (("rooms", "Proberaum für den Chor"), ("software", "Steuererklärung")):
        assert match([line("p", text, Resource(kind), frozenset({"9"}))], offers) == []


layers = st.sampled_from(["", *(layer.key for layer in list_layers())])
lines = st.builds(
    lambda owner, text, kind, need, field, ags: line(
        owner, text, kind, frozenset(ags), need=need, handlungsfelder=frozenset(field)
    ),
    owner=st.sampled_from("abc"),
    text=st.one_of(
        st.sampled_from(["Dorfladen", "Kasse für den Laden", "Zeit", "<b>"]), st.text(max_size=20)
    ),
    kind=st.one_of(st.none(), st.sampled_from(list(Resource))),
    need=layers,
    field=st.sets(st.sampled_from([field.value for field in Handlungsfeld]), max_size=2),
    ags=st.sets(st.sampled_from("12"), min_size=1),
)


@settings(max_examples=40)
@given(st.lists(lines, max_size=4), st.lists(lines, max_size=4))
def test_scores_are_shares_and_every_part_has_its_sentence(wishes, offers):
    for fit in match(wishes, offers):
        wish, offer = wishes[fit.wish], offers[fit.offer]
        assert WEIGHTS.levels.remote <= fit.score <= 1 + 1e-9
        assert wish.owner != offer.owner
        assert fit.across == wish.ags.isdisjoint(offer.ags)
        for part, share in fit.shares.items():
            said = get_actor_matcher().say(part, wish, offer, share)
            assert said.endswith(".")
            assert said[0] == said[0].upper()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind = 0.10", "kind = -1", "Gewicht ab 0"),
        ("need = 0.15\n", "", "es fehlt: need"),
        ('counts_for = ["rooms", "time"]', 'counts_for = ["mond"]', "travel.counts_for"),
        ("[parts]", "[parts", "kein TOML"),
    ],
)
def test_wrong_weights_are_one_sentence(tmp_path, old, new, words):
    text = (FOLDER / "akteure.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "akteure.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=words):
        read_actor_weights(tmp_path)
