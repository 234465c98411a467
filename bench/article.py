"""Opening an article: the time until the whole page is there, and its weight."""

import http.client
import json
import re
import statistics
import tempfile
import time
import urllib.parse
from pathlib import Path

from bench.server import HOST, environment, run, serving

SENTENCES = (100, 300, 2000)
TIMES = 60


def main() -> None:
    """Print one JSON line for each length."""
    with tempfile.TemporaryDirectory() as folder:
        settings = environment(Path(folder) / "article.db")
        for count in SENTENCES:
            file = Path(folder) / f"{count}.txt"
            file.write_text("The office said on Tuesday that it would reach 40 million.\n" * count)
            run(["import", str(file)], settings)
        link = run(["users", "add", "Reader", "--role", "reviewer"], settings)
        with serving("webapp", settings) as port:
            cookie = _sign_in(port, urllib.parse.urlsplit(link).path)
            for document, count in enumerate(SENTENCES, 3):  # after the two seeds
                print(
                    json.dumps({"bench": "open_article", **_opened(port, cookie, document, count)})
                )


def _sign_in(port: int, path: str) -> str:
    """Press the button of a one-time link and return the cookie."""
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", path)
    page = connection.getresponse()
    cookie = (page.getheader("Set-Cookie") or "").split(";")[0]
    token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page.read())
    assert token, "the page has a form"
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, b"csrf_token=" + token[1], headers)
    answer = connection.getresponse()
    cookies = answer.headers.get_all("Set-Cookie") or []
    return "; ".join(each.split(";")[0] for each in cookies if "factcheck_session" in each)


def _opened(port: int, cookie: str, document: int, count: int) -> dict[str, float]:
    times, page = [], b""
    for _ in range(TIMES):
        connection = http.client.HTTPConnection(HOST, port)
        start = time.perf_counter()
        connection.request("GET", f"/annotate/{document}", headers={"Cookie": cookie})
        answer = connection.getresponse()
        page = answer.read()
        times.append(time.perf_counter() - start)
        connection.close()
        assert answer.status == 200, answer.status
    assert page.count(b'class="mark"') == count, "every sentence is there"
    cuts = statistics.quantiles(times, n=100)
    return {
        "sentences": count,
        "p50_ms": round(cuts[49] * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1),
        "kilobytes": round(len(page) / 1000),
    }


if __name__ == "__main__":
    main()
