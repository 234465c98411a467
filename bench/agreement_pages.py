"""How fast the pages of agreement are: `python -m bench agreement_pages`, one JSON line a page.

On the database of `bench.large_project`, asked by a lead through the application as it is served:
with everything kept, and after one label has changed. Then how long somebody else waits to hear
that the program is well, while a bootstrap is computed. Then `queries.states`, for a page that
lists 10,000 articles. Milliseconds of the clock and of the processor, the best of several tries; a
PNG is drawn by a program of its own, whose time is on the clock alone.
"""

import json
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from bench.agreement import Seconds, label, timed
from bench.large_project import Size, make
from webapp import create_app
from webapp.accounts import actions as accounts
from webapp.accounts.guards import COOKIE
from webapp.agreement import actions, queries
from webapp.config import Settings
from webapp.db import Database

TIMES = 8
MANY = Size(documents=10_000, sentences=25, reviewers=200, each=5)
FIGURES = ("documents", "pairs", "confusion", "labels", "time")
PAGES = {
    "summary": "",
    "where": "/where",
    "reviewers": "/reviewers",
    "sheet": "/sheet",
    "sheet_page_20": "/sheet?page=20",
    "sheet_words": "/sheet?words=article+12",
    "figures": "/figures",
    **{f"{name}.svg": f"/figures/{name}.svg" for name in FIGURES},
    **{f"{name}.png": f"/figures/{name}.png" for name in FIGURES},
    "summary_with_bootstrap": "?bootstrap=1&seed=1",
}


def main() -> None:
    """Print what each page takes, and what the states of many articles take."""
    with tempfile.TemporaryDirectory() as folder:
        database = make(Path(folder) / "large.db")
        pages(database)
        others(database)
        database.close()
        database = make(Path(folder) / "many.db", MANY)
        states(database)
        database.close()


def pages(database: Database) -> None:
    """Print the time of every page, warm and after one label."""
    client, number = lead(database), iter(range(10**6))
    client.get("/agreement/1")  # keeps what it counts
    for name, address in PAGES.items():
        times = 2 if name.endswith((".png", "bootstrap")) else TIMES
        warm = best(lambda address=address: ask(client, address), times)  # type: ignore[misc]
        show(f"page_{name}", warm)
        after = []
        for _ in range(times):
            label(database, next(number))
            after.append(timed(lambda address=address: ask(client, address))[0])  # type: ignore[misc]
        show(f"page_{name}_after_one_label", min(after))


def others(database: Database) -> None:
    """Print how long others wait while a bootstrap is computed."""
    client = lead(database, "Other")
    asked = threading.Thread(target=ask, args=(client, PAGES["summary_with_bootstrap"]))
    somebody = client.application.test_client()
    asked.start()
    waited = []
    while asked.is_alive():
        waited.append(timed(lambda: somebody.get("/health"))[0].clock)
    line = {"bench": "agreement_others_during_bootstrap", "requests": len(waited)}
    figures = {"worst_ms": max(waited), "median_ms": median(waited)}
    print(json.dumps(line | {name: round(1000 * each, 1) for name, each in figures.items()}))


def states(database: Database) -> None:
    """Print what it takes to tell of each of many articles how far labels differ."""
    with database.reading() as session:
        recounted = queries.load(session, 1).recounted
    actions.keep(database, recounted)

    def ask_states() -> None:
        with database.reading() as session:
            queries.states(session, 1)

    show("states_of_10000_articles", best(ask_states, TIMES))


def lead(database: Database, name: str = "Bench") -> FlaskClient:
    """Return a browser in which an admin is signed in."""
    url = database.engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, secret_key="bench"), database)  # noqa: S106
    with database.writing() as session:
        person = accounts.add_person(session, name, is_admin=True)
        token = accounts.start_session(session, person.id, days=1)
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client


def ask(client: FlaskClient, address: str) -> None:
    """Open a page of the project; it has to be there."""
    answer = client.get(f"/agreement/1{address}")
    if answer.status_code != 200:
        raise ValueError(f"{address}: {answer.status}")


def best(work: Callable[[], None], times: int) -> Seconds:
    """Return the seconds of the best of some tries."""
    return min(timed(work)[0] for _ in range(times))


def show(bench: str, seconds: Seconds) -> None:
    """Print one figure as a JSON line."""
    line = {"bench": f"agreement_{bench}", "ms": round(1000 * seconds.clock, 1)}
    print(json.dumps(line | {"processor_ms": round(1000 * seconds.processor, 1)}), flush=True)


if __name__ == "__main__":
    main()
