"""Work over threads: in order, split within split, stopped by an error, alive in a child process."""

import multiprocessing
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.parallel import count_processors, map_in_order, split_evenly


@given(
    count=st.integers(0, 300),
    threads=st.integers(1, 9),
    most=st.none() | st.integers(1, 50),
    per_thread=st.integers(1, 5),
    least=st.integers(1, 30),
)
def test_parts_are_all_and_nearly_equal(count, threads, most, per_thread, least):
    parts = split_evenly(count, threads, most=most, per_thread=per_thread, least=least)
    assert [i for begin, end in parts for i in range(begin, end)] == list(range(count))
    length = [end - begin for begin, end in parts]
    assert max(length) - min(length) <= 1
    assert min(length) >= least or len(parts) <= threads or most is not None
    assert most is None or max(length) <= most


def test_one_thread_has_one_part():
    assert split_evenly(61, 1, per_thread=4) == [(0, 61)]
    assert len(split_evenly(61, 2, per_thread=4)) == 8
    assert len(split_evenly(61, 2, per_thread=4, least=24)) == 2
    assert len(split_evenly(100, 2, per_thread=4, least=24)) == 4
    assert len(split_evenly(6, 2, per_thread=4, least=24)) == 2
    assert len(split_evenly(61, None)) == count_processors()


@pytest.mark.parametrize("threads", [1, 2, 3, 50, None])
def test_results_stand_in_the_order_of_the_items(threads):
    assert map_in_order(lambda item: item * item, range(40), threads) == [i * i for i in range(40)]
    assert map_in_order(str, [], threads) == []


def test_two_threads_work_at_the_same_time():
    both = threading.Barrier(2, timeout=60)  # broken, and an error, if only one of them works
    assert map_in_order(lambda _: both.wait() < 2, range(2), 2) == [True, True]


def test_what_is_split_may_be_split_again():
    """More waiting callers than there are threads in the pool: each goes on by itself."""

    def inner(item):
        return sum(map_in_order(lambda i: i + item, range(20), 4))

    assert map_in_order(inner, range(100), 64) == [190 + 20 * item for item in range(100)]


@pytest.mark.parametrize("wrong", [0, 7])
def test_an_error_stops_all(wrong):
    done = []

    def work(item):
        if item == wrong:
            raise ValueError(item)
        done.append(item)
        return item

    with pytest.raises(ValueError, match=str(wrong)):
        map_in_order(work, range(100_000), 3)
    assert wrong not in done
    assert len(done) < 100_000 - 1


def test_a_child_process_has_threads_of_its_own():
    assert map_in_order(str, range(4), 2) == list("0123")
    with multiprocessing.get_context("fork").Pool(1) as child:
        assert child.apply_async(map_in_order, (str, range(4), 2)).get(timeout=60) == list("0123")
