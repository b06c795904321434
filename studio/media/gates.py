"""Whether what a page decided still holds. The app that keeps the gates provides them; we only compare numbers."""

from collections.abc import Callable, Collection, Mapping

Epochs = Mapping[str, int]
Provider = Callable[[Collection[str]], Epochs]

_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """One indexed query that gives the epoch of each named gate; a gate it does not know is left out."""
    _providers[:] = [provider]


def epochs(names: Collection[str]) -> Epochs:
    """Without a provider every gate is unknown, and so closed."""
    if not names or not _providers:
        return {}
    return _providers[0](names)


def hold(gates: Collection[tuple[str, int]]) -> bool:
    """Has none of them moved on since? No gates: no query, and nothing that could have moved."""
    now = epochs([name for name, _ in gates])
    return all(now.get(name) == epoch for name, epoch in gates)
