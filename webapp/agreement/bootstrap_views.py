"""The bootstrap where an address asks for it: what it may ask, and how much of it there may be."""

import threading

from flask import request

from webapp.agreement.bootstrap import REPLICATES, with_bootstrap
from webapp.agreement.report import Report
from webapp.agreement.tally import Counts
from webapp.problems import BadInput, Unavailable

PARAMETERS = (
    ("bootstrap", f"1: bootstrap intervals too, {REPLICATES:,} replicates"),
    ("seed", "of the bootstrap, 0 to 4294967295; drawn if not given"),
)
"""What `add_bootstrap` reads, as the description of the API has it."""

LARGEST = 700_000
"""Numbers that a replicate adds up: about five seconds of the processor for all of them."""

_SEEDS = 2**32
_one_at_a_time = threading.Lock()  # each may hold 100 MB and keep a processor busy


def add_bootstrap(report: Report, counts: Counts) -> Report:
    """Return the report on these counts, with bootstrap intervals where the address asks for them.

    `BadInput` for what cannot be asked and for a project that is too large, `Unavailable` while
    another one is computed.
    """
    is_asked, seed = _asked()
    if not is_asked:
        return report
    if counts.sums.size + counts.given.size + 2 * counts.shared.size > LARGEST:
        raise BadInput(
            "bootstrap: this project is too large to have it computed here. "
            "On the server: python -m webapp agreement --bootstrap"
        )
    if not _one_at_a_time.acquire(blocking=False):
        raise Unavailable("bootstrap: another one is being computed. Try again in a few seconds.")
    try:
        return with_bootstrap(report, counts, seed=seed)
    finally:
        _one_at_a_time.release()


def _asked() -> tuple[bool, int | None]:
    asked, seed = request.args.get("bootstrap", "0"), request.args.get("seed")
    if asked not in ("0", "1"):
        raise BadInput("bootstrap: 1 for bootstrap intervals, or 0.")
    if seed is None:
        return asked == "1", None
    if asked == "0":
        raise BadInput("seed: goes with bootstrap=1.")
    if not (seed.isascii() and seed.isdigit() and len(seed) <= 10 and int(seed) < _SEEDS):
        raise BadInput(f"seed: a whole number from 0 to {_SEEDS - 1}.")
    return True, int(seed)
