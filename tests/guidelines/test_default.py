"""The guidelines that come with the program: complete, and true of the scheme."""

import re

import pytest

from webapp.guidelines.default import default_text
from webapp.guidelines.typeset import sections
from webapp.scheme import ALL_LABELS, FLAGS, LABELS, NAMES

SECTIONS = sections(default_text())
CASES = [
    each
    for each in SECTIONS
    if each.level == 3 and each.title not in FLAGS  # the other headings of that level
]


def test_default_explains_every_label_in_a_section_of_its_own() -> None:
    titles = [each.title for each in SECTIONS if each.level == 2]
    assert [NAMES[label] for label in ALL_LABELS if NAMES[label] not in titles] == []


def test_default_explains_every_flag_in_a_section_of_its_own() -> None:
    titles = [each.title for each in SECTIONS if each.level == 3]
    assert [title for title in titles if title in FLAGS] == list(FLAGS)


def test_default_asks_the_test_in_its_order() -> None:
    test = next(each for each in SECTIONS if each.title == "The test")
    asked = re.findall(r'<strong class="(\w+)">', test.body)
    assert asked[:3] == ["sourced", "opinion", "unsourced"]


def test_default_has_hard_cases() -> None:
    assert len(CASES) >= 14


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_hard_case_has_a_sentence_a_label_and_a_reason(case: object) -> None:
    body = case.body  # type: ignore[attr-defined]
    sentence, _, rest = body.partition("</blockquote>")
    assert "<blockquote>" in sentence
    assert re.match(r'\s*<p><strong class="\w+">', rest)
    assert len(re.sub(r"<[^>]*>", "", rest).split()) >= 8


@pytest.mark.parametrize("label", LABELS)
def test_each_label_decides_hard_cases(label: str) -> None:
    decided = [each for each in CASES if f'</blockquote>\n<p><strong class="{label}">' in each.body]
    assert len(decided) >= 4


def test_default_names_no_flag_that_does_not_exist() -> None:
    named = set(re.findall(r"`([a-z_]+)`", default_text()))
    assert named == set(FLAGS)
