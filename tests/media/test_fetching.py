from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from types import SimpleNamespace
from typing import Any, cast
from unittest import TestCase

from studio.media.fetching import NotFetched, Place, fetched, is_open

OPEN = "93.184.216.34"
INSIDE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "x",
)  # fmt: skip


def answer(head: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n".encode() + body


class Lines:
    """Stands for the open network: each host gives one answer, and it is known who was called."""

    def __init__(self, answers: dict[str, bytes], numbers: dict[str, Sequence[str]] | None = None) -> None:
        self.answers, self.numbers = answers, numbers or {}
        self.called: list[tuple[str, str]] = []

    def resolve(self, host: str, _port: int) -> Sequence[str]:
        return self.numbers.get(host, [OPEN])

    def open(self, place: Place, number: str, _timeout: float) -> HTTPConnection:
        self.called.append((place.host, number))

        def getresponse() -> HTTPResponse:
            response = HTTPResponse(
                cast(Any, SimpleNamespace(makefile=lambda _mode: BytesIO(self.answers[place.host])))
            )
            response.begin()
            return response

        line = SimpleNamespace(request=lambda *_, **__: None, getresponse=getresponse, close=lambda: None, sock=None)
        return cast(HTTPConnection, line)

    def fetch(self, address: str, *, most: int = 100, step: Callable[[float], object] = lambda _share: None) -> bytes:
        return fetched(address, most_bytes=most, step=step, resolve=self.resolve, open=self.open)


class FetchedTests(TestCase):
    def refused(self, lines: Lines, address: str = "https://a.example/1.jpg", **how: Any) -> str:
        with self.assertRaises(NotFetched) as raised:
            lines.fetch(address, **how)
        return raised.exception.code

    def test_a_picture_comes_whole_and_is_told_on_its_way(self) -> None:
        lines = Lines({"a.example": answer("200 OK\r\nContent-Type: image/png\r\nContent-Length: 4", b"\x89PNG")})
        shares: list[float] = []
        self.assertEqual(lines.fetch("https://a.example/1.png", step=shares.append), b"\x89PNG")
        self.assertEqual(shares[-1], 1)

    def test_nothing_that_only_we_can_reach_is_open(self) -> None:
        for number in INSIDE:
            with self.subTest(number):
                self.assertFalse(is_open(number))
        self.assertTrue(is_open(OPEN) and is_open("2606:4700::1111"))

    def test_a_name_that_leads_inside_is_never_called_even_with_an_open_number_beside_it(self) -> None:
        for number in INSIDE:
            with self.subTest(number):
                lines = Lines({}, {"a.example": [OPEN, number]})
                self.assertEqual((self.refused(lines), lines.called), ("address-inside", []))

    def test_each_redirect_is_looked_at_anew(self) -> None:
        for where, code in (
            ("http://inside.example/", "address-inside"),
            ("https://a.example:8443/", "address-unfit"),
            ("file:///etc/passwd", "address-unfit"),
        ):
            with self.subTest(where):
                lines = Lines(
                    {"a.example": answer(f"302 Found\r\nLocation: {where}")}, {"inside.example": ["10.0.0.1"]}
                )
                self.assertEqual((self.refused(lines), lines.called), (code, [("a.example", OPEN)]))

    def test_a_circle_of_redirects_ends(self) -> None:
        lines = Lines({"a.example": answer("302 Found\r\nLocation: /again")})
        self.assertEqual((self.refused(lines), len(lines.called)), ("address-no-answer", 4))

    def test_too_large_is_let_go_of_whether_it_says_so_or_not(self) -> None:
        for said in ("", "\r\nContent-Length: 101"):
            with self.subTest(said):
                lines = Lines({"a.example": answer(f"200 OK\r\nContent-Type: image/png{said}", b"x" * 101)})
                self.assertEqual(self.refused(lines), "address-too-large")

    def test_what_is_no_picture_is_not_read(self) -> None:
        lines = Lines({"a.example": answer("200 OK\r\nContent-Type: text/html", b"<html>")})
        self.assertEqual(self.refused(lines), "address-no-picture")
