"""What an engine's steps gave last, by the content they were made of: one change makes only what hangs on it."""

import hashlib
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

T = TypeVar("T")
MOST_BYTES = 600 * 1024**2
IDLE_SECONDS = 300.0


def digest(*content: object) -> str:
    """A name for this content: arrays by their bytes and shape, the rest by what it says of itself.

    Raises TypeError for what has no settled content, such as a function.
    """
    found = hashlib.blake2b(digest_size=16)
    for each in content:
        _feed(found, each)
    return found.hexdigest()


def _feed(found: "hashlib.blake2b", each: object) -> None:
    if isinstance(each, np.ndarray):
        found.update(_pixels(each).encode())
    elif is_dataclass(each):
        _feed(found, [type(each).__name__, *(getattr(each, one.name) for one in fields(each))])
    elif isinstance(each, Mapping):
        _feed(found, sorted(each.items()))
    elif isinstance(each, tuple | list):
        found.update(f"t{len(each)}".encode())
        for part in each:
            _feed(found, part)
    elif each is None or isinstance(each, str | int | float | np.generic):
        found.update(f"s{type(each).__name__}{each!r}".encode())
    else:
        raise TypeError(f"content must be arrays, numbers, text or made of them, got {type(each).__name__}")


def _pixels(array: NDArray[Any]) -> str:
    """The name of an array. One that nobody can write to is read once, for as long as it is there."""
    known = NAMES.get(id(array))
    if known is not None and known[0]() is array:
        return known[1]
    name = f"a{array.shape}{array.dtype}{hashlib.blake2b(np.ascontiguousarray(array).data, digest_size=16).hexdigest()}"
    if not array.flags.writeable and not isinstance(array.base, np.ndarray):
        place = id(array)
        NAMES[place] = weakref.ref(array, lambda _: NAMES.pop(place, None)), name
    return name


NAMES: "dict[int, tuple[weakref.ref[NDArray[Any]], str]]" = {}


@dataclass(slots=True)
class Stages:
    """Results in memory, never on disk; the longest unused go first, and all of them when nothing is asked for a while.

    What is kept is given out again as it is, so whoever takes it must not change it. Threads may share it.
    """

    most_bytes: int = MOST_BYTES
    idle_seconds: float = IDLE_SECONDS
    kept: "OrderedDict[tuple[str, str], Any]" = field(default_factory=OrderedDict)
    sizes: dict[tuple[str, str], int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    timer: threading.Timer | None = None

    def take(self, under: str, key: str, make: Callable[[], T]) -> T:
        """The result of this name, made now if it is not there. under: whose it is, as `only` knows it."""
        name = (under, key)
        with self.lock:
            if name in self.kept:
                self.kept.move_to_end(name)
                return cast(T, self.kept[name])
        made = make()
        size = _bytes(made)
        with self.lock:
            self.kept[name], self.sizes[name] = made, size
            self.kept.move_to_end(name)
            while len(self.kept) > 1 and sum(self.sizes.values()) > self.most_bytes:
                del self.sizes[self.kept.popitem(last=False)[0]]
            self._wind()
        return made

    def forget(self) -> None:
        with self.lock:
            self.kept.clear()
            self.sizes.clear()

    def _wind(self) -> None:
        if self.timer:
            self.timer.cancel()
        self.timer = threading.Timer(self.idle_seconds, self.forget)
        self.timer.daemon = True
        self.timer.start()

    def names(self) -> set[str]:
        """For whom anything is kept."""
        with self.lock:
            return {name for name, _ in self.kept}

    def beside(self, under: str, *, gone: Collection[str]) -> "Under":
        """What is kept for others stays, save for those that are gone."""
        with self.lock:
            for name in [name for name in self.kept if name[0] in gone]:
                del self.kept[name], self.sizes[name]
        return Under(self, under)

    def only(self, under: str) -> "Under":
        """What is kept under another name is let go at once: a gate that turned, or another twin."""
        with self.lock:
            for name in [name for name in self.kept if name[0] != under]:
                del self.kept[name], self.sizes[name]
        return Under(self, under)


@dataclass(frozen=True, slots=True)
class Under:
    """One owner's stages."""

    stages: Stages
    name: str

    def key(self, *content: object) -> str:
        return digest(*content)

    def take(self, key: str, make: Callable[[], T]) -> T:
        return self.stages.take(self.name, key, make)


@dataclass(frozen=True, slots=True)
class Nowhere:
    """Keeps nothing, and so reads no content to name it by."""

    def key(self, *content: object) -> str:
        return ""

    def take(self, key: str, make: Callable[[], T]) -> T:
        return make()


NOWHERE = Nowhere()


def _bytes(kept: object) -> int:
    if isinstance(kept, Tensor):
        return int(kept.nbytes)
    if isinstance(kept, np.ndarray):
        return int(kept.nbytes)
    if isinstance(kept, tuple | list):
        return sum(map(_bytes, kept))
    if is_dataclass(kept):
        return sum(_bytes(getattr(kept, one.name)) for one in fields(kept))
    return 0
