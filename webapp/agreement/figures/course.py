"""What agreement over time is drawn from: periods with their values, and changed guidelines."""

from dataclasses import dataclass
from datetime import date

from webapp.agreement.value import Value


@dataclass(frozen=True)
class Point:
    """The agreement on what was labelled from a day on, up to the day of the next point."""

    start: date
    value: Value


@dataclass(frozen=True)
class Change:
    """The day on which a version of the guidelines came into force."""

    day: date
    version: str | int


@dataclass(frozen=True)
class Course:
    """What is drawn: points and changes in the order of their days."""

    points: list[Point]
    changes: list[Change]

    @property
    def defined(self) -> list[Point]:
        """The points that have an estimate."""
        return [point for point in self.points if point.value.estimate is not None]
