"""How much one page may say. Plain values only."""

from dataclasses import dataclass

PER_SECOND = 60.0
AT_ONCE = 120.0


@dataclass(slots=True)
class Allowance:
    """A page says so many things a second, and saves up a few: dragging is talkative, a runaway script is not heard."""

    left: float = AT_ONCE
    asked_at: float | None = None

    def take(self, at: float) -> bool:
        """at: seconds on any clock that only goes forward."""
        since = 0.0 if self.asked_at is None else at - self.asked_at
        self.left, self.asked_at = min(AT_ONCE, self.left + since * PER_SECOND), at
        if self.left < 1:
            return False
        self.left -= 1
        return True
