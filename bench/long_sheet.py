"""What the disagreement sheet of one very long article takes: `python -m bench.long_sheet`."""

import tempfile
from functools import partial
from pathlib import Path

from flask.testing import FlaskClient

from bench.agreement_pages import best, lead, show
from bench.large_project import Size, make

LONG = Size(documents=1, sentences=20_000, reviewers=4, each=4)


def main() -> None:
    """Print what its file and its first page take."""
    with tempfile.TemporaryDirectory() as folder:
        database = make(Path(folder) / "long.db", LONG)
        client = lead(database)
        for name, address in (("file", "/sheet.csv"), ("page", "/sheet")):
            read = partial(whole, client, address)
            show(f"long_article_sheet_{name}", best(read, 3))
        database.close()


def whole(client: FlaskClient, address: str) -> None:
    """Read an answer to its end, which for a file is where the time goes."""
    answer = client.get(f"/agreement/1{address}")
    if answer.status_code != 200 or not answer.data:
        raise ValueError(f"{address}: {answer.status}")


if __name__ == "__main__":
    main()
