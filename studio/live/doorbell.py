"""The web process's Unix socket: a datagram on it only says "look now"; what there is to see lies in the table."""

import contextlib
import hashlib
import socket
import tempfile
from pathlib import Path

from django.conf import settings

LONGEST_PATH_BYTES = 100  # sun_path holds 108 on Linux and 104 on the BSDs


def address() -> Path:
    """Where the bell hangs; a data folder too deep for a socket's name gets a short one in the temporary folder."""
    path = Path(settings.LIVE_SOCKET).absolute()
    if len(bytes(path)) <= LONGEST_PATH_BYTES:
        return path
    return Path(tempfile.gettempdir()) / f"doublure-{hashlib.sha256(bytes(path)).hexdigest()[:16]}.sock"


def ring() -> None:
    """Never waits and never fails: with nobody at home the next look finds the row."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
        bell.settimeout(0)
        bell.sendto(b"!", str(address()))


def hang() -> socket.socket:
    """Listen, as the web process. A socket left by one that was killed is taken over."""
    path = address()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    bell.settimeout(0)
    bell.bind(str(path))
    path.chmod(0o600)
    return bell


def take_down(bell: socket.socket) -> None:
    bell.close()
    address().unlink(missing_ok=True)
