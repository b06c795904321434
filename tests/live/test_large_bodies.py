"""A body that is too large is refused at the door in a sentence, before anything of it touches the disk."""

import asyncio
from collections.abc import MutableMapping
from tempfile import SpooledTemporaryFile
from typing import Any
from unittest.mock import patch

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.test import SimpleTestCase, TransactionTestCase
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from studio.asgi import FORM_BYTES, LET_GO_BYTES, application, too_much

MOST = settings.UPLOAD_MAX_BYTES + FORM_BYTES
Message = MutableMapping[str, Any]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([], 0),
        ([(b"content-length", b"1000")], 0),
        ([(b"content-length", str(settings.UPLOAD_MAX_BYTES).encode())], 0),
        ([(b"content-length", str(settings.UPLOAD_MAX_BYTES + 2_000_000).encode())], 413),
        ([(b"content-length", b"-1")], 413),
        ([(b"Transfer-Encoding", b"chunked")], 411),
    ],
)
def test_only_a_body_of_a_known_and_bearable_size_comes_in(headers: list[tuple[bytes, bytes]], status: int) -> None:
    assert too_much({"headers": headers}) == status


class Sender:
    """Who sends a body in pieces, and reads the answer."""

    def __init__(self, pieces: list[bytes], *, says: int | None = None, **headers: str) -> None:
        self.left = list(pieces)
        self.answer: list[Message] = []
        self.answered = asyncio.Event()
        said = {"content-length": str(says or sum(map(len, pieces))), "content-type": MULTIPART_CONTENT, **headers}
        self.scope: Message = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/passport/bring/",
            "raw_path": b"/passport/bring/",
            "query_string": b"",
            "server": ("localhost", 80),
            "headers": [(name.encode(), value.encode()) for name, value in ({"host": "localhost"} | said).items()],
        }

    async def receive(self) -> Message:
        if not self.left:
            await self.answered.wait()
            return {"type": "http.disconnect"}
        piece = self.left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.left)}

    async def send(self, message: Message) -> None:
        self.answer.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.answered.set()

    def sent(self) -> "Sender":
        async_to_sync(application)(self.scope, self.receive, self.send)
        return self

    @property
    def status(self) -> int:
        status: int = self.answer[0]["status"]
        return status

    @property
    def page(self) -> str:
        return b"".join(each.get("body", b"") for each in self.answer[1:]).decode()


class Endless(Sender):
    """Whoever goes on sending until the answer is there."""

    async def receive(self) -> Message:
        await asyncio.sleep(0)
        ended = self.answered.is_set()
        return {"type": "http.disconnect"} if ended else {"type": "http.request", "body": b"x", "more_body": True}


class RefusalTests(TransactionTestCase):
    def test_it_is_said_on_a_page_in_the_readers_language_once_all_was_let_go(self) -> None:
        sender = Sender([b"x" * 1024] * 8, says=MOST + 1, **{"accept-language": "sv"}).sent()
        self.assertEqual((sender.status, sender.left), (413, []))
        self.assertIn("40 MB", sender.page)
        self.assertIn('lang="sv"', sender.page)

    def test_a_fragment_gets_the_refusal_alone(self) -> None:
        sender = Sender([b"x"], says=MOST + 1, **{"hx-request": "true"}).sent()
        self.assertEqual(sender.status, 413)
        self.assertIn("The most is 40 MB.", sender.page)
        self.assertNotIn("<html", sender.page)

    def test_what_would_never_end_is_not_waited_for(self) -> None:
        self.assertEqual(Endless([], says=LET_GO_BYTES + 1).sent().status, 413)

    def test_the_page_can_be_asked_for_and_says_the_same(self) -> None:
        self.assertContains(self.client.get("/too-large"), "The most is 40 MB.", status_code=413)


class NeverOnADiskTests(TransactionTestCase):
    def test_the_largest_body_that_comes_in_is_held_in_memory_alone(self) -> None:
        body = encode_multipart(BOUNDARY, {"key": "k"})
        body = b"\r\n" * ((MOST - len(body)) // 2) + body
        with patch.object(SpooledTemporaryFile, "rollover", side_effect=AssertionError("written to a disk")):
            self.assertNotEqual(Sender([body[:1_000_000], body[1_000_000:]]).sent().status, 500)


class HandlerTests(SimpleTestCase):
    def test_no_upload_is_handed_to_a_file_in_the_clear(self) -> None:
        self.assertEqual(settings.FILE_UPLOAD_HANDLERS, ["django.core.files.uploadhandler.MemoryFileUploadHandler"])
        self.assertGreaterEqual(settings.FILE_UPLOAD_MAX_MEMORY_SIZE, MOST)
