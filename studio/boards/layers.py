"""Layers are text: between any two there is room for another, so that two people re-layer without a clash."""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def between(lower: str, upper: str | None) -> str:
    """A layer above `lower` and below `upper`; with None, or where there is no room, above `lower` alone."""
    found = _between(lower, upper)
    return found if lower < found and (upper is None or found < upper) else _between(lower, None)


def _between(lower: str, upper: str | None) -> str:
    if upper:
        same = next((n for n, letter in enumerate(upper) if letter != lower[n : n + 1]), len(upper))
        if same:
            return upper[:same] + _between(lower[same:], upper[same:] or None)
    low = (
        DIGITS.find(lower[0]) if lower else 0
    )  # nothing counts as zeros without end, so no layer made here ends in one
    high = DIGITS.find(upper[0]) if upper else len(DIGITS)
    if high - low > 1:
        return DIGITS[(low + high) // 2]
    if lower:
        return lower[0] + _between(lower[1:], None)
    return DIGITS[0] + _between("", upper[1:] if upper and high == 0 else None)
