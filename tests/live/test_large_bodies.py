"""A body that is too large is refused at the door, before anything of it touches the disk."""

import pytest
from django.conf import settings

from studio.asgi import too_much


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
