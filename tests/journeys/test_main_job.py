"""From a bare database to the exports, as people do it: with the keyboard, and without scripts."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import agreement, steps
from tests.journeys.labels import ARTICLES, REVIEWERS
from tests.rig.program import Server

PROJECT = "First project"
WAYS = {  # a page without scripts is the same on either database
    "sqlite": ("sqlite", True),
    "postgresql": ("postgresql", True),
    "sqlite, no scripts": ("sqlite", False),
}
Row = dict[str, Any]


@pytest.mark.parametrize(("engine", "scripted"), WAYS.values(), ids=WAYS, indirect=["engine"])
def test_main_job_is_done(server: Server, new_page: Callable[..., Page], *, scripted: bool) -> None:
    admin = new_page(java_script_enabled=scripted)
    steps.sign_in(admin, server.link)
    steps.open_people(admin, PROJECT)
    links = [steps.invite(admin, name) for name in REVIEWERS]
    for reviewer, link in enumerate(links):
        review(new_page(java_script_enabled=scripted), link, reviewer, scripted=scripted)
    steps.open_project(admin, PROJECT)
    admin.get_by_role("link", name="Agreement", exact=True).click()
    check_agreement(admin)
    check_annotations(download(admin, "annotations", "CSV"), read_csv)
    check_annotations(download(admin, "annotations", "JSON Lines"), read_jsonl)
    check_sentences(download(admin, "sentences", "CSV"), read_csv)
    check_sentences(download(admin, "sentences", "JSON Lines"), read_jsonl)


def review(page: Page, link: str, reviewer: int, *, scripted: bool) -> None:
    """Sign in and label every sentence of both articles."""
    steps.sign_in(page, link)
    for article in ARTICLES:
        steps.open_project(page, PROJECT)
        steps.open_article(page, article.title)
        keys = article.keys[reviewer]
        (steps.label_by_keys if scripted else steps.label_by_buttons)(page, keys)
        done = f"{len(keys)} of {len(keys)} labelled, all saved"
        expect(steps.state(page)).to_have_text(done)
        letters = {"1": "S", "2": "U", "3": "O", "0": "–"}
        expect(page.locator(".mark")).to_have_text([letters[key] for key in keys])
    steps.open_project(page, PROJECT)
    expect(page.get_by_text("done, 39 sentences")).to_be_visible()
    expect(page.get_by_text("done, 27 sentences")).to_be_visible()


def check_agreement(page: Page) -> None:
    """Compare the page's numbers with a computation of their own."""
    expected = agreement.of([(article.labels(0), article.labels(1)) for article in ARTICLES])
    headline = page.locator(".headline-numbers")
    expect(headline).to_contain_text(f"{expected.alpha:.2f} n = {expected.n}")
    expect(headline).to_contain_text(f"{expected.percent:.2f} n = {expected.n}")
    expect(headline.get_by_text("needs at least 5 articles, you have 2")).to_have_count(2)
    pair = page.get_by_role("row", name=" and ".join(REVIEWERS))
    expect(pair.get_by_role("cell").nth(1)).to_contain_text(
        f"{expected.kappa:.2f} n = {expected.n}"
    )
    expect(pair.get_by_role("cell").first).to_have_text(str(expected.n))
    rows = page.locator(".confusion tbody tr")
    shown = [[int(c) for c in row.locator("td").all_inner_texts()] for row in rows.all()]
    assert shown == expected.confusion
    by_article = page.locator("table", has=page.get_by_role("link", name=ARTICLES[0].title))
    for article in ARTICLES:
        alone = agreement.of([(article.labels(0), article.labels(1))])
        row = by_article.get_by_role("row", name=article.title)
        expect(row.get_by_role("cell").first).to_contain_text(f"{alone.alpha:.2f} n = {alone.n}")
        expect(row.get_by_role("cell").last).to_contain_text(f"{alone.percent:.2f} n = {alone.n}")
    disputed = page.locator(".disputed li")
    expect(disputed).to_have_count(min(expected.disputed, 20))


def download(page: Page, what: str, name: str) -> str:
    """Press the button of an export and return the file's text."""
    words = {
        "annotations": "current labels, one a row",
        "sentences": "sentences, with counts",
    }
    with page.expect_download() as started:
        page.get_by_role("link", name=f"{name} , {words[what]}").click()
    return started.value.path().read_text(encoding="utf-8-sig")


def read_csv(text: str) -> list[Row]:
    rows: list[Row] = list(csv.DictReader(io.StringIO(text, newline="")))
    numbers = ("position", "start", "end", "revision", "annotations", "schema_version")
    for row in rows:
        row |= {each: int(row[each]) for each in (*numbers, *COUNTS) if each in row}
        row["flags"] = [flag for flag in row.get("flags", "").split("|") if flag]
        row["text"] = row["text"].removeprefix("'")  # the guard against formulas
    return rows


def read_jsonl(text: str) -> list[Row]:
    return [json.loads(line) for line in text.splitlines()]


COUNTS = ("sourced", "unsourced", "opinion", "not_applicable")


def check_annotations(text: str, read: Callable[[str], list[Row]]) -> None:
    """Check each judgment: whose it is, on which words, in which place, in which order."""
    rows = iter(read(text))
    for article in ARTICLES:
        labels = [article.labels(0), article.labels(1)]
        for position, given in enumerate(zip(*labels, strict=True)):
            for name, label in zip(REVIEWERS, given, strict=True):
                row = next(rows)
                assert (row["document_title"], row["position"]) == (article.title, position)
                assert (row["reviewer"], row["label"]) == (name, label)
                assert row["revision"] == (3 if position == 2 else 1)
                assert row["project"] == PROJECT
                assert row["flags"] == []
                check_text(row, article.text)
    assert list(rows) == []


def check_sentences(text: str, read: Callable[[str], list[Row]]) -> None:
    """Check each sentence: its words, its place, and how many labels it has of each kind."""
    rows = iter(read(text))
    for article in ARTICLES:
        labels = [article.labels(0), article.labels(1)]
        for position, given in enumerate(zip(*labels, strict=True)):
            row = next(rows)
            assert (row["document_title"], row["position"]) == (article.title, position)
            assert row["annotations"] == 2
            assert {each: row[each] for each in COUNTS} == {k: given.count(k) for k in COUNTS}
            check_text(row, article.text)
    assert list(rows) == []


def check_text(row: Row, text: str) -> None:
    assert text[row["start"] : row["end"]] == row["text"]
    assert row["text"].strip() == row["text"] != ""
