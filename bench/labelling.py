"""The article page in Chromium: from a key to its painted label, and what opening costs."""

import contextlib
import json
import random
import socket
import socketserver
import statistics
import tempfile
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from bench.server import HOST, environment, run, serving
from tests.rig import chromium
from webapp.config import ROOT

SENTENCES = (300, 2000)
KEYS = 150
# A frame is painted after its animation callback; a message sent there arrives once it is. A
# display shows a frame every 16.7 ms, whatever a page does: `worked` leaves out the wait for it,
# from the end of the key's handlers (this one is the last) to the beginning of the frame.
WATCH = """() => {
  globalThis.painted = [];
  globalThis.worked = [];
  addEventListener("keydown", (event) => {
    const handled = performance.now();
    requestAnimationFrame(() => {
      const begun = performance.now();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const now = performance.now();
        painted.push(now - event.timeStamp);
        worked.push(handled - event.timeStamp + now - begun);
      };
      channel.port2.postMessage(null);
    });
  });
}"""
LARGEST = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


class Wire(socketserver.ThreadingTCPServer):
    """Passes connections on to the server and counts the bytes that come back.

    A browser does not tell what its service worker fetched.
    """

    daemon_threads = True
    received = 0

    def __init__(self, port: int) -> None:
        self.server = (HOST, port)
        super().__init__((HOST, 0), Through)
        self.address = f"http://{HOST}:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Through(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self) -> None:
        """Pass bytes on in both directions until one side ends."""
        wire: Any = self.server
        with socket.create_connection(wire.server) as server:
            threading.Thread(target=self._back, args=(wire, server), daemon=True).start()
            while sent := self.request.recv(65536):
                server.sendall(sent)

    def _back(self, wire: Wire, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while got := server.recv(65536):
                wire.received += len(got)
                self.request.sendall(got)
            self.request.shutdown(socket.SHUT_RDWR)


def main() -> None:
    """Print one JSON line for each length."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = environment(Path(folder) / "labelling.db")
        for count in SENTENCES:
            file = Path(folder) / f"{count}.txt"
            file.write_text(_article(count), encoding="utf-8")
            run(["import", "--split", "lines", str(file)], settings)
        browser = chromium.launch(playwright)
        with serving("webapp", settings) as port:
            for document, count in enumerate(SENTENCES, 3):  # after the two seeds
                page, wire = _signed_in(browser, settings, Wire(port), f"Reader {count}")
                measured = _opening(page, wire, document) | _keys(page)
                print(json.dumps({"bench": "labelling", "sentences": count, **measured}))
        browser.close()


def _article(count: int) -> str:
    """Return lines of 15 to 30 words of the seed articles in a random order."""
    words = " ".join(each.read_text("utf-8") for each in ROOT.glob("seeds/*.txt")).split()
    chosen = random.Random(1)  # noqa: S311  (the same article in every run)
    lines = (" ".join(chosen.choices(words, k=chosen.randint(15, 30))) for _ in range(count))
    return "\n".join(lines)


def _signed_in(
    browser: Browser, settings: dict[str, str], wire: Wire, name: str
) -> tuple[Page, Wire]:
    """Return a page of a new reviewer, and the wire that it speaks over."""
    link = run(["users", "add", name, "--role", "reviewer"], settings)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{wire.address}{urlsplit(link).path}")
    page.get_by_role("button", name="Sign in as").click()
    return page, wire


def _opening(page: Page, wire: Wire, document: int) -> dict[str, Any]:
    """Open the article twice; return what came and when it was painted."""
    address = f"{wire.address}/annotate/{document}"
    first, again = _opened(page, address, wire), _opened(page, address, wire)
    return {
        "first_visit_kilobytes": first[0],
        "first_visit_largest_paint_ms": first[1],
        "next_visit_kilobytes": again[0],
        "next_visit_largest_paint_ms": again[1],
    }


def _keys(page: Page) -> dict[str, Any]:
    """Label with the article open; return the milliseconds from a key to its painted label."""
    page.evaluate(WATCH)
    for number in range(KEYS):
        page.keyboard.press("123"[number % 3])
        page.wait_for_timeout(60)
    found: dict[str, Any] = {}
    for name, script in (("key_to_paint", "worked"), ("with_a_display_of_60_hz", "painted")):
        times = page.evaluate(script)
        assert len(times) == KEYS, "every key was painted"
        cuts = statistics.quantiles(times, n=100)
        found |= {f"{name}_p50_ms": round(cuts[49], 1), f"{name}_p95_ms": round(cuts[94], 1)}
    page.get_by_text("all saved").wait_for()
    page.close()
    return found


def _opened(page: Page, address: str, wire: Wire) -> tuple[int, int]:
    """Open the article; return the kilobytes that came, and when the largest part was painted."""
    before = wire.received
    page.goto(address)
    page.get_by_role("button", name="Undo").wait_for()
    page.wait_for_timeout(1500)  # whatever the page loads on its own, such as its service worker
    return round((wire.received - before) / 1000), round(page.evaluate(LARGEST))


if __name__ == "__main__":
    main()
