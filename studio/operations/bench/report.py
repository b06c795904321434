"""What a bench found: figures, the goals they were to reach, and what they are compared with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    goal: the value to reach, or None. most: the goal is a ceiling (a time); otherwise a floor (a rate).
    beside: the name of another figure of the same run that this one is set against.
    """

    value: float
    unit: str = ""
    goal: float | None = None
    most: bool = True
    beside: str = ""

    @property
    def holds(self) -> bool:
        if self.goal is None:
            return True
        return self.value <= self.goal if self.most else self.value >= self.goal


@dataclass(frozen=True, slots=True)
class Report:
    """Figures by name, in the order they are told. notes: whole sentences about how they were measured."""

    title: str
    figures: Mapping[str, Figure]
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return all(figure.holds for figure in self.figures.values())

    def to_json(self) -> dict[str, dict[str, Any]]:
        return {
            name: {"value": each.value, "unit": each.unit, "goal": each.goal, "holds": each.holds}
            for name, each in self.figures.items()
        }

    def lines(self) -> Iterator[str]:
        width = max((len(name) for name in self.figures), default=0)
        yield self.title
        for name, figure in self.figures.items():
            value = f"  {name:<{width}}  {said(figure.value, figure.unit):>16}"
            yield "   ".join(filter(None, (value, self._goal(figure), self._ratio(figure))))
        yield from self.notes

    @staticmethod
    def _goal(figure: Figure) -> str:
        if figure.goal is None:
            return ""
        bound = "at most" if figure.most else "at least"
        return f"{'holds' if figure.holds else 'FALLS SHORT'} (goal: {bound} {said(figure.goal, figure.unit)})"

    def _ratio(self, figure: Figure) -> str:
        other = self.figures.get(figure.beside)
        return f"{figure.value / other.value:,.2f} x {figure.beside}" if other and other.value else ""


def said(value: float, unit: str) -> str:
    """ "61,204 /s", "0.83 ms", "2": as many digits as mean something."""
    digits = 0 if float(value).is_integer() or abs(value) >= 100 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f} {unit}".strip()


def percentile(values: list[float], share: float) -> float:
    """The smallest measured value that `share` of all values do not exceed: nothing is made up between two."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]
