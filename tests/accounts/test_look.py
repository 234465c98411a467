"""How the pages look in one browser: kept in a cookie, for everybody, signed in or not."""

import re
from itertools import product

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.rig.people import Somebody, csrf
from webapp.accounts.look import COOKIE, SIZES, THEMES, Look, look_of

PLAIN = ("system", "normal")


def choose(client: FlaskClient, theme: str, size: str, back: str | None = None) -> TestResponse:
    """Fill in the form and send it."""
    fields = {"theme": theme, "size": size, "csrf_token": csrf(client)}
    return client.post("/accounts/look", data=fields | ({"next": back} if back else {}))


def look(client: FlaskClient, path: str = "/accounts/sign-in") -> tuple[str, str]:
    """Return theme and size of a page."""
    found = re.search(r'<html[^>]* data-theme="(\w+)" data-size="(\w+)"', client.get(path).text)
    assert found
    return found[1], found[2]


@pytest.mark.parametrize("chosen", [(theme, size) for theme in THEMES for size in SIZES])
def test_every_look_can_be_chosen(chosen: tuple[str, str], client: FlaskClient) -> None:
    assert look(client) == PLAIN
    assert choose(client, *chosen).status_code == 302
    assert look(client) == chosen


def test_every_page_has_the_look(lead: Somebody) -> None:
    choose(lead.client, "dark", "large")
    for path in ("/annotate/", "/documents/projects/1", "/accounts/me", "/nothing", "/annotate/99"):
        assert look(lead.client, path) == ("dark", "large"), path


def test_form_shows_the_look_of_this_browser(reviewer: Somebody) -> None:
    choose(reviewer.client, "contrast", "largest")
    for path in ("/accounts/look", "/accounts/me"):
        chosen = re.findall(r"<input checked[^>]*value=\"(\w+)\"", reviewer.get(path).text)
        assert chosen == ["contrast", "largest"], path


def test_look_belongs_to_the_browser_and_not_to_the_person(reviewer: Somebody) -> None:
    choose(reviewer.client, "dark", "normal")
    assert look(reviewer.app.test_client()) == PLAIN
    reviewer.post("/accounts/sign-out")
    assert look(reviewer.client) == ("dark", "normal")


def test_cookie_lasts_a_year_and_stays_on_this_site(client: FlaskClient) -> None:
    header = choose(client, "dark", "large").headers["Set-Cookie"]
    assert header.startswith(f"{COOKIE}=dark.large;")
    assert "Max-Age=31536000" in header
    assert "; HttpOnly" in header
    assert "SameSite=Lax" in header


@pytest.mark.parametrize(
    ("back", "where"),
    [
        ("/annotate/?q=a", "/annotate/?q=a"),
        (None, "/accounts/look"),
        ("//evil.example", "/accounts/look"),
        ("/\\evil.example", "/accounts/look"),
        ("https://evil.example/", "/accounts/look"),
        ("/a\r\nSet-Cookie: b=c", "/accounts/look"),
    ],
)
def test_choice_leads_back_within_this_site_only(
    back: str | None, where: str, client: FlaskClient
) -> None:
    assert choose(client, "dark", "large", back).headers["Location"] == where


@pytest.mark.parametrize(
    ("theme", "size"), [("pink", "normal"), ("dark", "huge"), ("", ""), ("dark\0", "normal")]
)
def test_look_that_there_is_not_is_refused(theme: str, size: str, client: FlaskClient) -> None:
    answer = choose(client, theme, size)
    assert answer.status_code == 422
    assert "Not a valid choice" in answer.text
    assert look(client) == PLAIN


@pytest.mark.parametrize(
    "cookie", ["", "pink.huge", "dark", "dark.", ".", "a" * 4000, "dark.large.x"]
)
def test_cookie_that_says_nothing_is_passed_over(cookie: str, client: FlaskClient) -> None:
    client.set_cookie(COOKIE, cookie)
    assert look(client) == PLAIN


def test_look_is_read_as_it_was_written() -> None:
    for theme, size in product(THEMES, SIZES):
        assert look_of(Look(theme, size).written()) == Look(theme, size)


@pytest.mark.parametrize(
    ("theme", "schemes"),
    [("system", "light dark"), ("contrast", "light dark"), ("dark", "dark"), ("light", "light")],
)
def test_browser_is_told_the_schemes_before_the_styles_arrive(
    theme: str, schemes: str, client: FlaskClient
) -> None:
    choose(client, theme, "normal")
    page = client.get("/accounts/sign-in").text
    assert f'<meta name="color-scheme" content="{schemes}">' in page


def test_contrast_waits_for_a_device_that_asks_unless_it_is_chosen(client: FlaskClient) -> None:
    link = re.compile(r'contrast\.css"\s+media="\(prefers-contrast: more\)"')
    assert link.search(client.get("/accounts/sign-in").text)
    choose(client, "contrast", "normal")
    page = client.get("/accounts/sign-in").text
    assert "contrast.css" in page
    assert not link.search(page)
