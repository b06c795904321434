"""Checks an export of the register with nothing but Python 3: `python3 check.py`, in the folder where it lies.

Give the studio's fingerprint, from a letter or a page you trust, to check that it is that studio's key:
`python3 check.py 3f2a-...`. Without it you learn that the files agree with the key that lies in them.
"""

import json
import sys
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def canonical(value: Any) -> Any:
    """RFC 8785 for text, whole numbers, yes and no, lists and mappings: names in the order of their UTF-16."""
    if isinstance(value, dict):
        return {name: canonical(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))}
    return [canonical(each) for each in value] if isinstance(value, list) else value


def packed(value: Any) -> bytes:
    return json.dumps(canonical(value), separators=(",", ":"), ensure_ascii=False).encode()


def read(text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs), "a name stands twice in one mapping")
        return dict(pairs)

    return json.loads(text, object_pairs_hook=once, parse_float=refuse, parse_constant=refuse)


def refuse(text: str) -> None:
    need(False, f"{text} is not a value that the register writes")  # noqa: FBT003


def need(holds: object, fault: str) -> None:
    if not holds:
        raise ValueError(fault)


def plus(a: Point, b: Point) -> Point:
    """Edwards' curve 25519, in extended coordinates (RFC 8032, 5.1.4)."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    c, d = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while number:
        total, point, number = plus(total, point) if number & 1 else total, plus(point, point), number >> 1
    return total


def point(data: bytes) -> Point:
    y = int.from_bytes(data, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    need(y < P and x * x % P == square, "the key or a signature is no point of its curve")
    x = P - x if x & 1 != data[31] >> 7 else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(key: str, message: bytes, signature: str) -> bool:
    public, r, rest = bytes.fromhex(key), bytes.fromhex(signature)[:32], bytes.fromhex(signature)[32:]
    s = int.from_bytes(rest, "little")
    need(len(public) == len(r) == 32 and s < L, "the key or a signature is not whole")
    h = int.from_bytes(sha512(r + public + message).digest(), "little") % L
    left, right = times(s, BASE), plus(point(r), times(h, point(public)))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


def check_signed(what: str, record: dict[str, Any], key: str) -> str:
    """The signature stands under every field but the key and itself. Gives the hash of those."""
    fields = {name: value for name, value in record.items() if name not in ("key", "signature", "place")}
    hash = sha256(packed(fields)).hexdigest()
    need(record["key"] == key, f"the {what} is signed with another key than the head")
    signed = is_signed(key, f"doublure {what} {hash}".encode(), record["signature"])
    need(signed, f"the {what}'s signature is not right")
    return hash


def check_chain(lines: list[str], head: dict[str, Any]) -> dict[int, str]:
    """Each entry's hash by its number."""
    hashes, before = {0: ""}, ""
    for number, line in enumerate(lines, start=1):
        entry = read(line)
        hash = entry.pop("hash")
        place = entry["chain"], entry["seq"], entry["prev"]
        need(place == (head["chain"], number, before), f"entry {number} is missing, moved or another chain's")
        need(sha256(packed(entry)).hexdigest() == hash, f"entry {number} was changed after it was written")
        hashes[number] = before = hash
    need((head["seq"], head["hash"]) == (len(lines), before), "the chain does not end where its head says")
    return hashes


def check_days(days: list[dict[str, Any]], hashes: dict[int, str], chain: str, key: str) -> None:
    before = None
    for day in days:
        place, name = day["place"], f"day {day['day']}"
        need(before in (None, day["prev"]), f"the {name} does not follow the day before it")
        stood = place["chain"] == chain and hashes.get(place["seq"]) == place["hash"]
        need(stood, f"the {name} stands on another entry")
        at = sha256(b"\0" + packed({each: place[each] for each in ("chain", "seq", "hash")})).digest()
        for side, other in place["proof"]:
            pair = (bytes.fromhex(other), at) if side == "left" else (at, bytes.fromhex(other))
            at = sha256(b"\1" + b"".join(pair)).digest()
        need(at.hex() == day["root"], f"the {name} does not hold this chain")
        before = check_signed("day", day, key)


def check_receipt(file: Path, hashes: dict[int, str], head: dict[str, Any]) -> str:
    """Of an erased twin: signed by the same key, about the same chain, and bound to an entry of it."""
    if not file.exists():
        return ""
    receipt = read(file.read_text("utf-8"))
    check_signed("receipt", receipt, head["key"])
    place = receipt["chain"]
    stood = place["chain"] == head["chain"] and hashes.get(place["seq"]) == place["hash"]
    need(stood, "the receipt stands on another entry")
    return f", and the receipt of {receipt['erased_at'][:10]}"


def main(folder: Path, trusted: str = "") -> str:
    head = read((folder / "head.json").read_text("utf-8"))
    fingerprint = "-".join(sha256(bytes.fromhex(head["key"])).hexdigest()[at : at + 4] for at in range(0, 32, 4))
    need(not trusted or trusted.lower() == fingerprint, f"this is another studio's key: {fingerprint}")
    check_signed("head", head, head["key"])
    hashes = check_chain((folder / "chain.jsonl").read_text("utf-8").splitlines(), head)
    days = read((folder / "days.json").read_text("utf-8"))
    check_days(days, hashes, head["chain"], head["key"])
    receipt = check_receipt(folder / "receipt.json", hashes, head)
    said = "It is the key you named." if trusted else "Compare it with a letter or page of the studio that you trust."
    holds = f"{len(hashes) - 1} entries of {head['chain']}, {len(days)} signed days{receipt}"
    return f"Holds: {holds}, key {fingerprint}. {said}"


if __name__ == "__main__":
    try:
        print(main(Path(__file__).parent, *sys.argv[1:2]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
        sys.exit(f"Does not hold: {fault}.")
