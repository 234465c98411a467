import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from webapp.agreement.coefficients import IntArray
from webapp.agreement.grouping import added, joined, numbered, one_of_each

columns = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 2**40, 2**61]), st.integers(0, 2**61))
)


def whole(values: list[int]) -> IntArray:
    return np.array(values, np.int64)


@given(columns)
def test_joined_rows_are_equal_and_sorted_as_the_rows(rows: list[tuple[int, ...]]) -> None:
    table = np.array(rows, np.int64).reshape(-1, 3)
    keys = joined(*table.T).tolist()
    for one, key in zip(rows, keys, strict=True):
        for other, other_key in zip(rows, keys, strict=True):
            assert (one < other) == (key < other_key)


@given(st.lists(st.one_of(st.integers(0, 50), st.integers(0, 2**60))))
def test_numbered_equals_sorting_whether_there_are_gaps_or_not(keys: list[int]) -> None:
    different, place = numbered(whole(keys))
    assert different.tolist() == sorted(set(keys))
    assert different[place].tolist() == keys


def test_one_of_each_is_a_position_of_each_number() -> None:
    numbers = whole([2, 0, 1, 0, 2])
    assert numbers[one_of_each(numbers)].tolist() == [0, 1, 2]
    assert one_of_each(whole([])).tolist() == []


def test_added_rows_of_whole_numbers_are_exact() -> None:
    rows = np.array([[2**52, 1], [1, 1], [5, 5]])
    assert added(rows, whole([1, 1, 0]), 3).tolist() == [[5, 5], [2**52 + 1, 2], [0, 0]]
