"""Times as people say them."""

from datetime import datetime

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_STEPS = ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"))


def since(then: datetime, at: datetime) -> str:
    """Return how long ago a moment was, or how far ahead it is: "3 hours ago", "in 2 days"."""
    seconds = (at - then).total_seconds()
    words = _length(abs(seconds))
    if words is None:
        return "just now" if seconds >= 0 else "in a moment"
    return f"{words} ago" if seconds >= 0 else f"in {words}"


def _length(seconds: float) -> str | None:
    for size, name in _STEPS:
        count = int(seconds // size)
        if count:
            return f"{count} {name}{'s' if count > 1 else ''}"
    return None
