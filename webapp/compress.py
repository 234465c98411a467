"""Smaller answers: gzip for the files and the pages that are large and say nothing secret twice.

An answer is compressed only where it repeats no words of its request: the length of one that has
both a form token and somebody else's words in it would tell about the token (BREACH).
"""

import gzip
from functools import lru_cache

from flask import Response, request

SEARCHED = {"guidelines.panel", "progress.live"}
"""Pages that repeat what they are searched for, so that they are compressed without that alone."""
PAGES = {"annotate.show", "figures.show", "progress.people_live"} | SEARCHED
"""Pages by their endpoint; the article page takes a number from its request, nothing else."""

_WORTH_IT = 1000  # bytes
_LEVEL = 6  # 5 ms for the page of 2,000 sentences; 9 takes twice as long for 2% less


def smaller(response: Response) -> Response:
    """Return the answer compressed, where the browser takes that and it is worth it."""
    if request.endpoint not in PAGES | {"static"}:
        return response
    response.vary.add("Accept-Encoding")  # where it is not compressed, too: caches keep either
    is_text = (response.mimetype or "").startswith("text/")
    if response.status_code != 200 or not is_text or not _taken():
        return response
    if request.endpoint == "static":
        return _file(response)
    if request.endpoint in SEARCHED and request.query_string:
        return response
    return _with(response, gzip.compress(response.get_data(), _LEVEL, mtime=0))


def _taken() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _file(response: Response) -> Response:
    response.direct_passthrough = False
    content = response.get_data()
    return _with(response, _compressed(content)) if len(content) > _WORTH_IT else response


@lru_cache(maxsize=200)
def _compressed(content: bytes) -> bytes:
    """Return a file's content compressed, which is done once."""
    return gzip.compress(content, 9, mtime=0)


def _with(response: Response, content: bytes) -> Response:
    response.set_data(content)
    response.headers["Content-Encoding"] = "gzip"
    if not response.headers.get("ETag", "").startswith("W/"):  # which says as much of this form
        response.headers.pop("ETag", None)
    return response
