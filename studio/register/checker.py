"""Checks an export of the register with nothing but Python 3: `python3 check.py`, in the folder where it lies.

Give the studio's fingerprint, from a letter or a page you trust, to check that it is that studio's key:
`python3 check.py 3f2a-...`. Without it you learn that the files agree with the key that lies in them.
"""

import json
import sys
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any


def need(holds: object, fault: str) -> None:
    if not holds:
        raise ValueError(fault)


def packed(value: Any) -> bytes:
    """As everything here is written and hashed (RFC 8785; the register takes no names but in ASCII)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(text: str) -> Any:
    value = json.loads(text)
    need(packed(value) == text.encode(), "a file is not written as the register writes")
    return value


def check_signed(what: str, record: dict[str, Any], key: str) -> str:
    """The signature stands under the hash of every field but the key and itself. Gives that hash."""
    fields = {name: record[name] for name in record if name not in ("key", "signature", "place")}
    hash = sha256(packed(fields)).hexdigest()
    holds = record["key"] == key and is_signed(key, f"doublure {what} {hash}".encode(), record["signature"])
    need(holds, f"the {what}'s signature is not right, or made with another key than the head's")
    return hash


def check_chain(lines: list[str], head: dict[str, Any]) -> dict[int, str]:
    """Each entry names the hash of the one before it, up to the signed head. Gives each hash by its number."""
    hashes = {0: ""}
    for number, entry in enumerate(map(read, lines), start=1):
        hashes[number], place = entry.pop("hash"), (entry["chain"], entry["seq"], entry["prev"])
        need(place == (head["chain"], number, hashes[number - 1]), f"entry {number} is missing, moved or a stranger")
        need(sha256(packed(entry)).hexdigest() == hashes[number], f"entry {number} was changed after it was written")
    need((head["seq"], head["hash"]) == (len(lines), hashes[len(lines)]), "the chain does not end where its head says")
    return hashes


def check_place(what: str, place: dict[str, Any], chain: str, hashes: dict[int, str]) -> None:
    holds = place["chain"] == chain and hashes.get(place["seq"]) == place["hash"]
    need(holds, f"the {what} stands on another entry")


def check_days(days: list[dict[str, Any]], hashes: dict[int, str], chain: str, key: str, check: Any = None) -> None:
    """Each names the hash of the day before it. Where this chain stood leads up to the day's root (a Merkle tree)."""
    before = None
    for day in days:
        name, place = f"day {day['day']}", dict(day["place"])
        proof, at = place.pop("proof"), sha256(b"\0" + packed(place)).digest()
        check_place(name, place, chain, hashes)
        for side, other in proof:
            at = sha256(b"\1" + (bytes.fromhex(other) + at if side == "left" else at + bytes.fromhex(other))).digest()
        need(at.hex() == day["root"], f"the {name} does not hold this chain")
        need(before in (None, day["prev"]), f"the {name} does not follow the day before it")
        before = (check or check_signed)("day", day, key)


def main(folder: Path, trusted: str = "") -> str:
    head, days = (read((folder / name).read_text("utf-8")) for name in ("head.json", "days.json"))
    fingerprint = "-".join(sha256(bytes.fromhex(head["key"])).hexdigest()[at : at + 4] for at in range(0, 32, 4))
    need(trusted.lower() in ("", fingerprint), f"this is another studio's key: {fingerprint}")
    check_signed("head", head, head["key"])
    hashes = check_chain((folder / "chain.jsonl").read_text("utf-8").split("\n")[:-1], head)
    check_days(days, hashes, head["chain"], head["key"])
    holds = f"{len(hashes) - 1} entries of {head['chain']}, {len(days)} signed days"
    if (folder / "receipt.json").exists():  # of an erased twin
        receipt = read((folder / "receipt.json").read_text("utf-8"))
        check_signed("receipt", receipt, head["key"])
        check_place("receipt", receipt["chain"], head["chain"], hashes)
        holds += f", and the receipt of {receipt['erased_at'][:10]}"
    said = "It is the key you named." if trusted else "Compare it with a letter or page of the studio that you trust."
    return f"Holds: {holds}, key {fingerprint}. {said}"


# Ed25519 (RFC 8032, 5.1), which Python 3 lacks: points of the curve in extended coordinates.

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def is_signed(key: str, message: bytes, signature: str) -> bool:
    public, r, s = bytes.fromhex(key), bytes.fromhex(signature[:64]), bytes.fromhex(signature[64:])
    h = int.from_bytes(sha512(r + public + message).digest(), "little") % L
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    a, b = times(int.from_bytes(s, "little"), base), plus(point(r), times(h, point(public)))
    return int.from_bytes(s, "little") < L and all((a[i] * b[2] - b[i] * a[2]) % P == 0 for i in (0, 1))


def point(data: bytes) -> Point:
    y = int.from_bytes(data, "little") % 2**255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    need(len(data) == 32 and y < P and x * x % P == square, "the key or a signature is no point of its curve")
    x = x if x % 2 == data[31] >> 7 else P - x
    return x, y, 1, x * y % P


def times(number: int, point: Point) -> Point:
    half = times(number // 2, plus(point, point)) if number else (0, 1, 1, 0)
    return plus(half, point) if number % 2 else half


def plus(a: Point, b: Point) -> Point:
    m, n = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    c, d = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


if __name__ == "__main__":
    try:
        print(main(Path(__file__).parent, *sys.argv[1:2]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
        sys.exit(f"Does not hold: {fault}.")
