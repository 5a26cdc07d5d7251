"""Passwords: long rather than intricate, and as slow where there is none."""

import pytest

from geo.errors import InputError
from geo.service.passwords import hash_password, hash_token, new_token, validate_password, verify_password

GOOD = "vier kleine Dörfer am Fluss"


def test_a_password_fits_itself_only():
    stored = hash_password(GOOD)
    assert stored.startswith("$argon2id$")
    assert verify_password(GOOD, stored)
    assert not verify_password(GOOD + " ", stored)


def test_the_same_letters_written_another_way_fit():
    assert verify_password("vier kleine Do\u0308rfer am Fluss", hash_password(GOOD))


def test_where_there_is_no_password_none_fits():
    assert not verify_password(GOOD, None)
    assert not verify_password("", None)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kurz", "mindestens 15 Zeichen"),
        ("x" * 257, "höchstens 256 Zeichen"),
        ("aaaaaaaaaaaaaaaaaaaa", "leicht zu erraten"),
        ("Ada Lovelace Ada Lovelace", "leicht zu erraten"),
        ("ada@unna.example1234", "leicht zu erraten"),
        ("mittenmitten1212mitten", "leicht zu erraten"),
    ],
)
def test_what_is_refused(password, reason):
    with pytest.raises(InputError, match=reason):
        validate_password(password, "Ada Lovelace", "ada@unna.example")


@pytest.mark.parametrize(
    "password", [GOOD, "nurkleinbuchstabenohneziffern", "みじかいけどながい言葉のならび"]
)
def test_no_rules_of_composition(password):
    validate_password(password, "Ada Lovelace", "ada@unna.example")


def test_tokens_are_long_and_never_stored():
    token = new_token()
    assert len(token) >= 43  # 256 bits
    assert token not in hash_token(token)
    assert new_token() != token
