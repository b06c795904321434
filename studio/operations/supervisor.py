"""Keeps the studio's processes alive together: one that ends is started again, and all end when this one does."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event

from studio.jobs.orphans import die_with_parent

LOOK_SECONDS = 0.1
END_WITHIN_SECONDS = 10.0
LONG_LIFE_SECONDS = 30.0
SHORTEST_REST_SECONDS, LONGEST_REST_SECONDS = 0.5, 30.0
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(slots=True)
class Child:
    name: str
    command: Sequence[str]
    surroundings: Mapping[str, str] = field(default_factory=dict)  # of its own, where nobody has said otherwise
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    deaths: int = 0
    start_at: float = field(default=0.0)

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


def rest_after(deaths: int) -> float:
    """How many seconds a child that keeps dying is left alone: twice as long each time."""
    return float(min(SHORTEST_REST_SECONDS * 2 ** (deaths - 1), LONGEST_REST_SECONDS))


class Supervisor:
    def __init__(self, children: Sequence[Child], environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        self.children = children
        self.environment = {**os.environ, **environment, "DOUBLURE_SUPERVISED": "1"}
        self.say = say
        self.ending = Event()

    def listen(self) -> None:
        """Ctrl-C, SIGTERM and a closed terminal all mean: end everything."""
        for number in ENDING:
            signal.signal(number, lambda *_: self.ending.set())

    def start(self) -> None:
        for child in self.children:
            self._start(child)

    def _start(self, child: Child) -> None:
        child.started_at = time.monotonic()
        # a session of its own: Ctrl-C reaches only us, and what it started can be ended as one group
        child.process = subprocess.Popen(
            child.command,
            env={**child.surroundings, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Start again what ends, until told to end (or until something is so)."""
        while not self.ending.is_set() and not until():
            for child in self.children:
                self._see_to(child)
            self.ending.wait(LOOK_SECONDS)

    def _see_to(self, child: Child) -> None:
        now = time.monotonic()
        if child.is_alive:
            return
        if child.process is not None:
            _end_group(child.process.pid)
            lived = now - child.started_at
            child.deaths = 1 if lived > LONG_LIFE_SECONDS else child.deaths + 1
            child.start_at = now + rest_after(child.deaths)
            self.say(f"{child.name} ended (code {child.process.returncode}) and is started again.")
            child.process = None
        elif now >= child.start_at:
            self._start(child)

    def end(self) -> None:
        """Ask all to end, wait, then end what is left, with everything it started."""
        alive = [child.process for child in self.children if child.process is not None]
        for process in alive:
            with suppress(ProcessLookupError):
                process.terminate()
        last = time.monotonic() + END_WITHIN_SECONDS
        for process in alive:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, last - time.monotonic()))
        for process in alive:
            _end_group(process.pid)
            process.wait()


def _end_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
