"""The kinds of job ("preview", "ingest" ...). The apps that own them say what is done and who is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studio.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    do: Callable[[Job], None]
    topic: Callable[[Job], str] | None
    ended: Callable[[Job], None] | None
    may_see: Callable[[Job, Any], bool] | None


_KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    do: Callable[[Job], None],
    topic: Callable[[Job], str] | None = None,
    ended: Callable[[Job], None] | None = None,
    may_see: Callable[[Job, Any], bool] | None = None,
) -> None:
    """Register a kind of job, in AppConfig.ready.

    do(job): works in steps, tells each with `actions.step`, and ends with `actions.finish` in the very transaction
        that keeps the result, or with `actions.fail`.
    topic(job): a topic that is told of the progress besides "job:<id>".
    ended(job): called in the transaction that ends a job in any way but done, to set the owner's own row right.
    may_see(job, user): who besides the asker may read its progress.
    """
    _KINDS[name] = Kind(name, do, topic, ended, may_see)


def find(name: str) -> Kind | None:
    return _KINDS.get(name)
