"""Sharing out: even, and never twice the same person."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.annotate.share_out import plan


def test_whoever_has_the_fewest_places_is_next() -> None:
    found = plan([(1, 1), (2, 1), (3, 1)], {7: 2, 8: 0, 9: 1}, set())
    assert found.places == [(1, 8), (2, 8), (3, 9)]


def test_nobody_gets_an_article_that_they_had() -> None:
    found = plan([(1, 2), (2, 1)], {7: 0, 8: 5}, {(1, 7)})
    assert found.places == [(1, 8), (2, 7)]
    assert found.short == {1: 1}


def test_other_places_have_another_mark() -> None:
    one, two = plan([(1, 1)], {7: 0}, set()), plan([(2, 1)], {7: 0}, set())
    assert one.mark != two.mark
    assert one.mark == plan([(1, 1)], {7: 0}, set()).mark


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(1, 4), max_size=30),
    st.dictionaries(st.integers(1, 9), st.integers(0, 5), max_size=6),
    st.sets(st.tuples(st.integers(0, 29), st.integers(1, 9)), max_size=40),
)
def test_plan_gives_all_that_can_be_given_once(
    wanted: list[int], loads: dict[int, int], known: set[tuple[int, int]]
) -> None:
    found = plan(list(enumerate(wanted)), loads, known)
    assert len(set(found.places)) == len(found.places)
    assert not set(found.places) & known
    for document, count in enumerate(wanted):
        free = [each for each in loads if (document, each) not in known]
        given = sum(each == document for each, _ in found.places)
        assert given == min(count, len(free))
        assert found.short.get(document, 0) == count - given


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 60), st.integers(1, 3), st.integers(3, 7))
def test_plan_is_even_where_nobody_had_anything(articles: int, each: int, people: int) -> None:
    found = plan([(one, each) for one in range(articles)], dict.fromkeys(range(people), 0), set())
    shares = [found.of_each[person] for person in range(people)]
    assert max(shares) - min(shares) <= 1
