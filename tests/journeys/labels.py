"""Labels of two reviewers on the seed articles, as the keys that give them: 1, 2, 3 and 0.

Both read the articles by the rules of the codebook, and differ where careful people do.
"""

from typing import NamedTuple

from webapp.config import ROOT

OF_KEY = {"1": "sourced", "2": "unsourced", "3": "opinion", "0": "not_applicable"}
REVIEWERS = ("Nadia Haddad", "Tom Weber")


class Article(NamedTuple):
    """A seed article: its title, its file, and the keys that each reviewer presses on it."""

    title: str
    file: str
    keys: tuple[str, str]

    @property
    def text(self) -> str:
        """The article as it was given."""
        return (ROOT / "seeds" / self.file).read_text(encoding="utf-8")

    def labels(self, reviewer: int) -> list[str]:
        """Return the labels of a reviewer, sentence by sentence."""
        return [OF_KEY[key] for key in self.keys[reviewer]]


ARTICLES = (
    Article(
        "US forces in Iraq shift to training and advisory roles",
        "000_945eb8e797afcf89.txt",
        (
            "0111222211" + "1321123102" + "2211122122" + "122322200",
            "0111222211" + "1331122101" + "3211132132" + "122322300",
        ),
    ),
    Article(
        "US and Iraq announce a new mandate for American troops",
        "004_c9e285137d70d62c.txt",
        (
            "1112222112" + "2321222232" + "3121213",
            "1312222112" + "2221221223" + "3221223",
        ),
    ),
)
