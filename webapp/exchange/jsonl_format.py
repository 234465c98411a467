"""JSON Lines: UTF-8, one object a line, its keys in the order of the columns."""

from collections.abc import Iterable, Iterator

import msgspec

from webapp.exchange.records import Record

MEDIA_TYPE = "application/jsonl"
SUFFIX = "jsonl"
MARK = b""
_CHUNK = 1 << 16


def write(kind: type[Record], records: Iterable[Record], exact: bool = True) -> Iterator[bytes]:  # noqa: ARG001
    """Give the records as JSON Lines in chunks of about 64 KiB; values are always exact."""
    encode = msgspec.json.Encoder().encode_into
    buffer = bytearray()
    for record in records:
        encode(record, buffer, -1)
        buffer += b"\n"
        if len(buffer) >= _CHUNK:
            yield bytes(buffer)
            buffer.clear()
    if buffer:
        yield bytes(buffer)
