"""Rights: every role against every visibility, written out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.domain import Role, Visibility
from geo.errors import ForbiddenError
from geo.rights import ANYONE, OPERATOR, Grant, Person, may_edit, may_see, sql_settings, validate_may_edit

UNNA, SIEGEN = "05978036", "05970040"


def person(*grants):
    return Person("konto-1", "Ada", frozenset(grants))


READER = person(Grant(Role.READER, UNNA))
EDITOR = person(Grant(Role.EDITOR, UNNA))
COORDINATOR = person(Grant(Role.COORDINATOR))
ADMIN = person(Grant(Role.ADMIN))
OWN, NETWORK, PUBLIC = Visibility.OWN, Visibility.NETWORK, Visibility.PUBLIC


@pytest.mark.parametrize(
    ("who", "seen_here", "seen_there", "edited_here", "edited_there"),
    [
        (ANYONE, {PUBLIC}, {PUBLIC}, set(), set()),
        (READER, {OWN, NETWORK, PUBLIC}, {NETWORK, PUBLIC}, set(), set()),
        (EDITOR, {OWN, NETWORK, PUBLIC}, {NETWORK, PUBLIC}, {OWN, NETWORK, PUBLIC}, set()),
        (COORDINATOR, {NETWORK, PUBLIC}, {NETWORK, PUBLIC}, {NETWORK, PUBLIC}, {NETWORK, PUBLIC}),
        (ADMIN, {NETWORK, PUBLIC}, {NETWORK, PUBLIC}, set(), set()),
        (OPERATOR, {OWN, NETWORK, PUBLIC}, {OWN, NETWORK, PUBLIC}, set(Visibility), set(Visibility)),
    ],
    ids=["anyone", "reader", "editor", "coordinator", "admin", "operator"],
)
def test_roles(who, seen_here, seen_there, edited_here, edited_there):
    assert {kind for kind in Visibility if may_see(who, kind, [UNNA])} == seen_here
    assert {kind for kind in Visibility if may_see(who, kind, [SIEGEN])} == seen_there
    assert {kind for kind in Visibility if may_edit(who, kind, [UNNA])} == edited_here
    assert {kind for kind in Visibility if may_edit(who, kind, [SIEGEN])} == edited_there


def test_a_shared_record_is_edited_by_every_municipality_concerned():
    assert may_edit(EDITOR, OWN, [SIEGEN, UNNA])


def test_who_may_not_reads_what_is_needed():
    with pytest.raises(ForbiddenError, match="Schreibrecht für eine der beteiligten Kommunen"):
        validate_may_edit(READER, PUBLIC, [UNNA])
    validate_may_edit(EDITOR, PUBLIC, [UNNA])


def test_role_in_words():
    assert (
        person(Grant(Role.EDITOR, UNNA), Grant(Role.READER, SIEGEN)).role_title == "Redaktion einer Kommune"
    )
    assert (ANYONE.role_title, OPERATOR.role_title) == ("ohne Konto", "Betrieb")


def test_what_the_database_is_told():
    told = sql_settings(person(Grant(Role.EDITOR, UNNA), Grant(Role.READER, SIEGEN)))
    assert told["mitten.sees"] == f"{SIEGEN},{UNNA}"
    assert told["mitten.edits"] == UNNA
    assert (told["mitten.member"], told["mitten.coordinator"], told["mitten.admin"]) == ("1", "", "")
    assert not any(sql_settings(ANYONE).values())


GRANTS = st.frozensets(st.builds(Grant, st.sampled_from(Role), st.sampled_from([None, UNNA, SIEGEN])))


@given(GRANTS, st.sampled_from(Visibility), st.sets(st.sampled_from([UNNA, SIEGEN]), min_size=1))
def test_nobody_edits_what_they_cannot_see(grants, visibility, ags):
    who = Person("konto", "", grants)
    assert not may_edit(who, visibility, ags) or may_see(who, visibility, ags)
