"""The processes of a race: each does what it is told at an instant that both know, and tells when it did it."""

import importlib
import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

import django

CHANGES, RELIES = "changes", "relies"


class Hand:
    """A process of its own, spoken to through a pipe."""

    def __init__(self, role: str, stage: Any, fault: str = "") -> None:
        spawn = multiprocessing.get_context("spawn")
        self.pipe, theirs = spawn.Pipe()
        self.process: SpawnProcess = spawn.Process(target=live, args=(theirs, role, stage, fault), daemon=True)
        self.process.start()
        theirs.close()

    def tell(self, *what: Any) -> None:
        self.pipe.send(what)

    def hear(self) -> Any:
        return self.pipe.recv()

    def end(self) -> None:
        with suppress(OSError):  # it may have ended by itself, and told why on its way
            self.tell("end")
        self.process.join(10)
        if self.process.is_alive():
            self.process.kill()


def live(pipe: Connection, role: str, ids: Any, fault: str) -> None:
    """fault: "module:function", called once: a build of the verbs with a fault put in, to see that it is caught."""
    django.setup()
    from studio.operations.bench import acting

    if fault:
        module, _, name = fault.partition(":")
        spoil: Callable[[], object] = getattr(importlib.import_module(module), name)
        spoil()
    scene = acting.Scene(ids)
    with acting.timed() as times:
        while True:
            word, *rest = pipe.recv()
            if word == "end":
                break
            times.commits.clear()
            times.passed.clear()
            pipe.send(_answer(acting, scene, times, role, word, rest))
    acting.close()


_ready: list[Any] = []


def _answer(acting: Any, scene: Any, times: Any, role: str, word: str, rest: list[Any]) -> Any:
    if word == "put back":
        scene.put_back()
        return None
    if word == "prepare":
        _ready[:] = [acting.EFFECTS[rest[0]](scene, times) if role == RELIES else acting.CHANGES[rest[0]](scene)]
        return None
    return acting.performed(_ready[0], times, rest[0])
