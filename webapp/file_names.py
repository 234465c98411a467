"""What a download is called: after the project, in every language."""

import unicodedata
from urllib.parse import quote

LONGEST = 60  # characters of a project's name in a file's name, which has 255 bytes at most


def disposition(name: str, suffix: str) -> str:
    """Return the header of a download; its name in ASCII, and in full where that is not enough."""
    plain = _file_name(unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    full = _file_name(unicodedata.normalize("NFC", name))
    header = f"attachment; filename={plain}.{suffix}"
    if full != plain:
        header += f"; filename*=UTF-8''{quote(full, safe='')}.{suffix}"
    return header


def _file_name(name: str) -> str:
    """Return the letters, digits and combining marks of a name, with dashes between the words."""
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in name)
    return "-".join("".join(kept).split())
