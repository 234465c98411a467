"""Whether `not_applicable` is counted as a label like the others, as an address asks for it."""

from collections.abc import Collection

from webapp.problems import BadInput
from webapp.scheme import NOT_APPLICABLE


def read_included(asked: Collection[str]) -> bool:
    """Return whether it is, from all that an address has for `include`; `BadInput` for the rest."""
    if set(asked) - {NOT_APPLICABLE}:
        raise BadInput(f"include: only {NOT_APPLICABLE} can be included.")
    return bool(asked)
