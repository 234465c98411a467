"""How the pages look in one browser: the theme and the size of the text, kept in a cookie."""

from dataclasses import dataclass

THEMES = {
    "system": "As this device has it",
    "light": "Light",
    "dark": "Dark",
    "contrast": "High contrast",
}
SIZES = {"normal": "Normal", "large": "Large", "largest": "Very large"}
COOKIE = "factcheck_look"


@dataclass(frozen=True)
class Look:
    """A theme and a size of the text."""

    theme: str = "system"
    size: str = "normal"

    @property
    def schemes(self) -> str:
        """The colour schemes that a page offers the browser."""
        return self.theme if self.theme in ("light", "dark") else "light dark"

    def written(self) -> str:
        """Return the look as the cookie keeps it."""
        return f"{self.theme}.{self.size}"


def look_of(cookie: str | None) -> Look:
    """Return the look that a cookie names; as the device has it where it names none."""
    theme, _, size = (cookie or "").partition(".")
    if theme in THEMES and size in SIZES:
        return Look(theme, size)
    return Look()
