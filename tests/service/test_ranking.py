"""Ranking of Ortsteile: the same figures as the gaps, weights that decide, words that say so."""

import pytest

from geo import service
from geo.errors import InputError, NotFoundError

SCHOOLS = {"primary_school", "secondary_school"}


def weights_of(ranking):
    return {row.layer: row.weight for row in ranking.weights}


def test_only_what_is_known_everywhere_counts_by_default(opened):
    found = service.rank(opened, "walk")
    assert {layer for layer, weight in weights_of(found).items() if weight} == SCHOOLS
    by_layer = {row.layer: row for row in found.weights}
    assert by_layer["supermarket"].n_judged < by_layer["primary_school"].n_judged == 61
    assert (found.basis, len(found.rows)) == ("zentrum", 61)


def test_one_service_ranks_as_its_gaps(opened):
    """With one weight the score is the people of the Ortsteil, and the order that of the gaps."""
    found = service.rank(opened, "walk", {"secondary_school": 0})
    gaps = service.list_gaps(opened, layer="primary_school", mode="walk")
    assert gaps
    affected = {row.ortsteil_id: row.people for row in found.rows if row.missed}
    assert set(affected) == {gap.ortsteil_id for gap in gaps}
    for gap in gaps:
        assert affected[gap.ortsteil_id].score == gap.residents_scaled
    assert found.rows[0].ortsteil_id == gaps[0].ortsteil_id
    farthest = max(gaps, key=lambda gap: gap.shortfall_share)
    first = min((row for row in found.rows if row.shortfall), key=lambda row: row.shortfall.rank)
    assert first.ortsteil_id == farthest.ortsteil_id
    assert first.shortfall.score == pytest.approx(farthest.shortfall_share, abs=1e-3)
    assert found.people.sensitivity == "Nur ein Dienst zählt: Gewichte ändern nichts."


def test_two_services_alike_are_the_mean(opened):
    both = {row.ortsteil_id: row for row in service.rank(opened, "walk").rows}
    alone = [
        {row.ortsteil_id: row.people.score for row in service.rank(opened, "walk", {other: 0}).rows}
        for other in SCHOOLS
    ]
    assert len(both) == 61
    for area, row in both.items():
        assert row.people.score == pytest.approx((alone[0][area] + alone[1][area]) / 2)
        assert row.people.rank_best <= row.people.rank <= row.people.rank_worst


def test_classes_say_who_is_first(opened):
    found = service.rank(opened, "walk")
    first = [row for row in found.rows if row.people and row.people.class_letter == "E"]
    assert len(first) == found.people.top == 10
    assert {row.people.rank for row in first} == set(range(1, 11))
    assert [entry.label for entry in found.people.classes] == [
        "keine Norm verfehlt", "ab Platz 11", "Platz 1 bis 10",
    ]  # fmt: skip
    for row in found.rows:
        assert (row.people.class_letter == "A") == (row.missed == [])


def test_the_first_place_and_the_weights_in_a_sentence(opened):
    found = service.rank(opened, "walk").people
    assert found.sentence.startswith(service.rank(opened, "walk").rows[0].ortsteil)
    assert "1.000 zufälligen Gewichtungen" in found.sensitivity
    assert 0 < found.share_kept < 1
    assert 0 < found.kendall_min <= found.kendall_mean < 1


def test_what_is_not_known_has_no_place(opened):
    found = service.rank(opened, "walk", {"supermarket": 1})
    placed = [row for row in found.rows if row.people]
    assert {row.kommune for row in placed} == {"Siegen"}
    assert len(placed) == found.people.n_ranked == 23


def test_without_norms_it_says_so(opened):
    found = service.rank(opened, "bike")
    assert found.weights == []
    assert found.people.sentence == "Für eine Rangliste mit dem Rad liegen keine Zahlen vor."
    assert all(row.people is None for row in found.rows)


@pytest.mark.parametrize(
    ("weights", "error", "words"),
    [
        ({"casino": 1}, NotFoundError, "casino"),
        ({"hospital": 1}, InputError, "keine Norm"),
        ({"primary_school": -1}, InputError, "ab 0"),
        (dict.fromkeys(SCHOOLS, 0), InputError, "Alle Gewichte sind 0"),
    ],
)
def test_bad_weights(opened, weights, error, words):
    with pytest.raises(error, match=words):
        service.rank(opened, "walk", weights)


def test_the_route_is_the_service(client, opened):
    answer = client.get("/api/ranking", params={"mode": "walk", "weights": "secondary_school:0"})
    expected = service.rank(opened, "walk", {"secondary_school": 0})
    assert answer.json() == expected.model_dump(mode="json")
    assert client.get("/api/ranking", params={"weights": "x"}).status_code == 422
    assert "supermarket:2" in client.get("/api/ranking", params={"weights": "x"}).json()["detail"]
