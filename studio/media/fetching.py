"""A picture fetched from its address: by a worker, from the open network alone, and as little as will do.

Whoever names an address must not reach through us what only we can reach. So the name is resolved once, every address
it has must be one of the open network, the line goes to the very address that was looked at, and each redirect is
looked at anew. Nothing of the studio is told: no cookie, no referrer.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
REDIRECTS_MOST = 3
SECONDS_MOST = 20.0
SECONDS_EACH = 8.0
PIECE_BYTES = 64 * 1024
ADDRESS_MOST = 2_000
REDIRECTED = {301, 302, 303, 307, 308}
HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "Doublure"}
CARRYING_V4 = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0/96")
V6_WITH_V4_INSIDE = tuple(ipaddress.ip_network(each) for each in CARRYING_V4)

Resolve = Callable[[str, int], Sequence[str]]
Open = Callable[["Place", str, float], http.client.HTTPConnection]


class NotFetched(Exception):
    """Why nothing came: a code, which `sentences` turns into words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Body(Protocol):
    def read1(self, amount: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Place:
    """What an address says: where, and what to ask for there."""

    secure: bool
    host: str
    port: int
    target: str


def is_address(text: str) -> bool:
    try:
        place_of(text)
    except NotFetched:
        return False
    return True


def place_of(address: str) -> Place:
    """Raises NotFetched for whatever is no plain web address on its usual port."""
    parts = _split(address)
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise NotFetched("address-unfit")
    if _port_of(parts) != PORTS[parts.scheme]:
        raise NotFetched("address-unfit")
    try:
        host = parts.hostname.encode("idna").decode("ascii")
    except UnicodeError:
        raise NotFetched("address-unfit") from None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    quoted = "".join(sign if "!" <= sign <= "~" else _percent(sign) for sign in target)
    return Place(parts.scheme == "https", host, PORTS[parts.scheme], quoted)


def _split(address: str) -> SplitResult:
    if len(address) > ADDRESS_MOST or any(sign.isspace() or not sign.isprintable() for sign in address):
        raise NotFetched("address-unfit")
    try:
        return urlsplit(address)
    except ValueError:
        raise NotFetched("address-unfit") from None


def _port_of(parts: SplitResult) -> int:
    try:
        return parts.port or PORTS[parts.scheme]
    except ValueError:
        raise NotFetched("address-unfit") from None


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))


def name_in(address: str) -> str:
    """What the file is called there, for reading only."""
    last = unquote(urlsplit(address).path.rsplit("/", 1)[-1])
    return last or (urlsplit(address).hostname or "picture")


def is_open(address: str) -> bool:
    """Whether this number is one of the open network: not this machine, not this house, nothing reserved."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if number.version == 6 and any(number in network for network in V6_WITH_V4_INSIDE):
        return False
    return number.is_global and not number.is_multicast


def resolve(host: str, port: int) -> Sequence[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched("address-not-found") from None
    return [str(each[4][0]) for each in found]


class _Pinned(http.client.HTTPConnection):
    """Speaks to one number, whatever the name would lead to a moment later; the name is what the certificate is for."""

    def __init__(self, place: Place, number: str, timeout: float) -> None:
        super().__init__(place.host, place.port, timeout=timeout)
        self._place, self._number = place, number

    def connect(self) -> None:
        line = socket.create_connection((self._number, self._place.port), timeout=self.timeout)
        if self._place.secure:
            self.sock = ssl.create_default_context().wrap_socket(line, server_hostname=self._place.host)
        else:
            self.sock = line


def connect(place: Place, number: str, timeout: float) -> http.client.HTTPConnection:
    return _Pinned(place, number, timeout)


def fetched(
    address: str,
    *,
    most_bytes: int,
    step: Callable[[float], object],
    resolve: Resolve = resolve,
    open: Open = connect,
) -> bytes:
    """The picture's bytes. Raises NotFetched.

    step(share): told how far it is; may raise to stop it.
    """
    until = time.monotonic() + SECONDS_MOST
    for _turn in range(REDIRECTS_MOST + 1):
        place = place_of(address)
        line = open(place, _number_of(place, resolve), _left(until, SECONDS_EACH))
        end = threading.Timer(_left(until), _hang_up, [line])  # whoever answers a letter at a time is not waited for
        end.daemon = True
        end.start()
        try:
            answer = _asked(line, place)
            if answer.status in REDIRECTED:
                address = urljoin(address, answer.headers.get("Location", ""))
                continue
            return _read(answer, most_bytes, until, step)
        except (OSError, http.client.HTTPException):
            raise NotFetched("address-no-answer") from None
        finally:
            end.cancel()
            line.close()
    raise NotFetched("address-no-answer")


def _hang_up(line: http.client.HTTPConnection) -> None:
    with contextlib.suppress(OSError):
        if line.sock is not None:
            line.sock.shutdown(socket.SHUT_RDWR)


def _number_of(place: Place, resolve: Resolve) -> str:
    """One of its numbers, if every one is open: a name that also leads inside is none of ours to call."""
    numbers = resolve(place.host, place.port)
    if not numbers:
        raise NotFetched("address-not-found")
    if not all(is_open(number) for number in numbers):
        raise NotFetched("address-inside")
    return numbers[0]


def _left(until: float, most: float = SECONDS_MOST) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise NotFetched("address-no-answer")
    return min(left, most)


def _asked(line: http.client.HTTPConnection, place: Place) -> http.client.HTTPResponse:
    line.request("GET", place.target, headers=HEADERS)
    return line.getresponse()


def _read(
    answer: http.client.HTTPResponse, most_bytes: int, until: float, step: Callable[[float], object]
) -> bytes:
    if answer.status != 200:
        raise NotFetched("address-no-answer")
    if not answer.headers.get_content_type().startswith("image/"):
        raise NotFetched("address-no-picture")
    said = answer.headers.get("Content-Length", "")
    told = int(said) if said.isdecimal() and len(said) < 20 else 0
    if told > most_bytes:
        raise NotFetched("address-too-large")
    return _whole(answer, most_bytes, until, lambda have: step(have / told if told else 0.5))


def _whole(body: Body, most_bytes: int, until: float, step: Callable[[int], object]) -> bytes:
    """Piece by piece, so that what never ends is let go of."""
    pieces, have = [], 0
    while piece := body.read1(PIECE_BYTES):
        have += len(piece)
        if have > most_bytes:
            raise NotFetched("address-too-large")
        _left(until)
        step(have)
        pieces.append(piece)
    return b"".join(pieces)
