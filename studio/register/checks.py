"""What higher apps can check against the register: they leave a function here, and `verify_register` asks them all."""

from collections.abc import Callable, Iterable

Check = Callable[[], Iterable[str]]

_checks: dict[str, Check] = {}


def provide(name: str, check: Check) -> None:
    """`check()` gives a sentence for everything that is not as the register says."""
    _checks[name] = check


def found() -> list[str]:
    return [fault for check in _checks.values() for fault in check()]
