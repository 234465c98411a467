"""Saves a second: 4 clients on the real server, one transaction a request, FULL commits.

Beside it, from the same run: what the disk commits, and what a bare handler reaches.
"""

import http.client
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

CLIENTS = 4
SECONDS = 5.0
Request = tuple[str, str, str]  # path, body, header


def main() -> None:
    """Print one JSON line for each measurement."""
    with tempfile.TemporaryDirectory() as folder:
        disk = _disk(Path(folder) / "disk.db")
        print(json.dumps({"bench": "disk_full_commits", "per_second": round(disk)}))
        bare = _measure(Path(folder), ["-m", "bench.bare"], _bare_request)
        print(json.dumps({"bench": "save_bare_handler", **bare}))
        saved = _measure(Path(folder), ["-m", "webapp", "serve"], _save_request)
        ratio = round(saved["per_second"] / bare["per_second"], 2)
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


def _measure(
    folder: Path, program: list[str], request_for: Callable[[dict[str, str], int], Request]
) -> dict[str, float]:
    port = 5600 + os.getpid() % 300
    url = f"sqlite:///{folder / program[1]}.db"
    environment = os.environ | {"FACTCHECK_DATABASE_URL": url, "FACTCHECK_PORT": str(port)}
    tokens = _tokens(environment) if program[1] == "webapp" else {}
    server = subprocess.Popen(
        [sys.executable, *program], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait(port)
        return _storm(port, request_for, tokens)
    finally:
        server.terminate()
        server.wait()


def _storm(
    port: int, request_for: Callable[[dict[str, str], int], Request], tokens: dict[str, str]
) -> dict[str, float]:
    times: list[float] = []
    end = time.perf_counter() + SECONDS
    clients = [
        threading.Thread(target=_client, args=(port, end, number, request_for, tokens, times))
        for number in range(CLIENTS)
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


def _client(
    port: int,
    end: float,
    number: int,
    request_for: Callable[[dict[str, str], int], Request],
    tokens: dict[str, str],
    times: list[float],
) -> None:
    """Send one request after the other on one connection, as cheaply as Python can.

    The clients share the machine with the server: what they use, it lacks.
    """
    own: list[float] = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while time.perf_counter() < end:
            path, body, header = request_for(tokens, number)
            start = time.perf_counter()
            connection.sendall(
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            answer = _answer(connection)
            own.append(time.perf_counter() - start)
            assert answer.startswith(b"HTTP/1.1 200"), answer
            assert b'"stored"' in answer, answer
    times.extend(own)


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


def _bare_request(_: dict[str, str], number: int) -> Request:
    body = f'{{"event_id": "{uuid.uuid4()}", "sentence_id": {number + 1}}}'
    return "/", body, "Content-Type: application/json"


def _save_request(tokens: dict[str, str], number: int) -> Request:
    sentence = 1 + time.monotonic_ns() % 39
    body = f'[{{"event_id": "{uuid.uuid4()}", "sentence_id": {sentence}, "label": "sourced"}}]'
    header = f"Authorization: Bearer {tokens[f'reviewer {number}']}"
    return "/api/v1/documents/1/annotations", body, header


def _tokens(environment: dict[str, str]) -> dict[str, str]:
    tokens = {}
    for number in range(CLIENTS):
        name = f"reviewer {number}"
        _run(["users", "add", name, "--role", "reviewer"], environment)
        tokens[name] = _run(["users", "token", name], environment)
    return tokens


def _run(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-m", "webapp", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server did not start")


if __name__ == "__main__":
    main()
