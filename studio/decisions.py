"""The answer of every rule: a yes or no that can say why."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Decision:
    """Rules give codes and values; `studio.web.sentences` turns them into words and a way on."""

    allowed: bool
    code: str = "ok"
    values: Mapping[str, str] = field(default_factory=dict)
    others: tuple["Decision", ...] = ()  # the further refusals, in the order people would tell them
    fix: str = ""  # the act that would mend it: "ask-her", "extend-days"

    def __bool__(self) -> bool:  # without this, `if may_use(...)` would always be true
        return self.allowed


YES = Decision(allowed=True)


def no(code: str, fix: str = "", **values: object) -> Decision:
    """A refusal. Values become text here, so that a decision can be stored and compared."""
    return Decision(allowed=False, code=code, values={name: str(value) for name, value in values.items()}, fix=fix)
