"""Dear things are made once, also when many ask at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.service.kept import Kept


def test_made_once_for_many_that_ask_at_once():
    kept, made, everybody = Kept(2), [], threading.Barrier(8)

    def ask(_):
        everybody.wait()
        return kept.get("a", lambda: made.append("a") or len(made))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [1] * 8
    assert made == ["a"]


def test_the_least_asked_for_goes():
    kept, made = Kept(2), []

    def get(key):
        return kept.get(key, lambda: made.append(key) or key)

    assert [get(key) for key in "abacab"] == list("abacab")
    assert made == list("abcb")  # c took the place of b, b that of c


def test_what_fails_is_tried_again():
    kept = Kept(2)
    with pytest.raises(ValueError, match="once"):
        kept.get("a", lambda: int("once"))
    assert kept.get("a", lambda: 1) == 1
