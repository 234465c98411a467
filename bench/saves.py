"""Saves a second: 4 clients on the real server, one transaction a request, FULL commits.

Beside it, from the same run: what the disk commits, and what a bare handler reaches.
"""

import json
import socket
import sqlite3
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from bench.server import HOST, environment, run, serving

CLIENTS = 4
SECONDS = 5.0
Request = tuple[str, str, str]  # path, body, header
Figures = dict[str, float]


def main() -> None:
    """Print one JSON line for each measurement."""
    with tempfile.TemporaryDirectory() as folder:
        disk = _disk(Path(folder) / "disk.db")
        print(json.dumps({"bench": "disk_full_commits", "per_second": round(disk)}))
        bare = environment(Path(folder) / "bare.db")
        with serving("bench.bare", bare) as port:
            reached = _storm(port, _bare_request)
        print(json.dumps({"bench": "save_bare_handler", **reached}))
        saved = _saved(Path(folder) / "saves.db")
        ratio = round(saved["per_second"] / reached["per_second"], 2)
        print(json.dumps({"bench": "save", **saved, "of_bare_handler": ratio}))


def _disk(file: Path) -> float:
    """Return how many single-row FULL commits a second the disk takes from one writer."""
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE t (x)")
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS / 2:
        database.execute("INSERT INTO t VALUES ('sourced')")
        count += 1
    elapsed = time.perf_counter() - start
    database.close()
    return count / elapsed


def _saved(file: Path) -> Figures:
    settings = environment(file)
    tokens = []
    for number in range(CLIENTS):
        run(["users", "add", f"reviewer {number}", "--role", "reviewer"], settings)
        tokens.append(run(["users", "token", f"reviewer {number}"], settings))

    def request(client: int) -> Request:
        sentence = 1 + time.monotonic_ns() % 39
        body = f'[{{"event_id": "{uuid.uuid4()}", "sentence_id": {sentence}, "label": "sourced"}}]'
        return "/api/v1/documents/1/annotations", body, f"Authorization: Bearer {tokens[client]}"

    with serving("webapp", settings) as port:
        return _storm(port, request)


def _bare_request(client: int) -> Request:
    body = f'{{"event_id": "{uuid.uuid4()}", "sentence_id": {client + 1}}}'
    return "/", body, "Content-Type: application/json"


def _storm(port: int, request: Callable[[int], Request]) -> Figures:
    times: list[float] = []
    end = time.perf_counter() + SECONDS
    clients = [
        threading.Thread(target=_client, args=(port, end, lambda n=n: request(n), times))
        for n in range(CLIENTS)
    ]
    start = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    elapsed = time.perf_counter() - start
    cuts = statistics.quantiles(times, n=100)
    return {
        "clients": CLIENTS,
        "per_second": round(len(times) / elapsed),
        "p50_ms": round(cuts[49] * 1000, 2),
        "p99_ms": round(cuts[98] * 1000, 2),
    }


def _client(port: int, end: float, request: Callable[[], Request], times: list[float]) -> None:
    """Send one request after the other on one connection, as cheaply as Python can.

    The clients share the machine with the server: what they use, it lacks.
    """
    with socket.create_connection((HOST, port)) as connection:
        while time.perf_counter() < end:
            path, body, header = request()
            start = time.perf_counter()
            connection.sendall(
                f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\n{header}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            answer = _answer(connection)
            times.append(time.perf_counter() - start)
            assert answer.startswith(b"HTTP/1.1 200"), answer
            assert b'"stored"' in answer, answer


def _answer(connection: socket.socket) -> bytes:
    """Return one whole answer; it has a Content-Length."""
    received = connection.recv(65536)
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return head + body


if __name__ == "__main__":
    main()
