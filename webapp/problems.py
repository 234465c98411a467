"""What the program says when it cannot do what was asked: one class for each kind of no.

An action raises; `errors.py` alone turns it into a page, JSON or an exit code.
"""


class Problem(Exception):
    """A request that is refused, with a sentence that says what, where and what to do."""

    status = 400
    title = "That cannot be done"


class BadInput(Problem):
    """The input itself is wrong: not decodable, empty, too long, not what was promised."""

    status = 422
    title = "That input cannot be used"


class Unauthenticated(Problem):
    """Nobody is signed in, or the token is not valid."""

    status = 401
    title = "Please sign in"


class Forbidden(Problem):
    """The caller is known, and the role may not do this."""

    status = 403
    title = "This is not yours to see"


class NotFound(Problem):
    """There is no such thing, or the caller may not know that there is."""

    status = 404
    title = "Nothing here"


class Conflict(Problem):
    """Something else is there already; nothing was changed."""

    status = 409
    title = "Something else is there already"


class ChangedMeanwhile(Conflict):
    """What is there is no longer what the page showed; nothing was changed."""

    title = "Somebody changed this meanwhile"


class TooLarge(Problem):
    """The request or the text is over the limit."""

    status = 413
    title = "That is too large"


class Unavailable(Problem):
    """The database cannot be written or asked right now; later it can."""

    status = 503
    title = "Not available right now"


class TooMany(Problem):
    """Too many failed tries in a short time."""

    status = 429
    title = "Too many tries"
