"""Throw-away servers for benches and tests: a PostgreSQL and a Redis on free ports, gone when they are let go."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

POSTGRES_HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def found(program: str) -> str | None:
    """Where a program lies; Debian keeps PostgreSQL's own beside the path."""
    places = [shutil.which(program), *(str(home / program) for home in POSTGRES_HOMES if (home / program).exists())]
    return next((place for place in places if place), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def as_postgres(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A throw-away PostgreSQL on a free port; its address. folder: an empty one, which it may be let into."""
    port, data = free_port(), folder / "postgres"
    folder.chmod(0o755)
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", "postgres")
    initdb, pg_ctl = found("initdb"), found("pg_ctl")
    if not (initdb and pg_ctl):
        raise FileNotFoundError("initdb and pg_ctl: PostgreSQL is not installed")
    _quietly(as_postgres(initdb, "-D", str(data), "-U", "studio", "-A", "trust", "-E", "UTF8"))
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync=off"
    _quietly(as_postgres(pg_ctl, "-D", str(data), "-w", "-l", str(data / "log"), "-o", options, "start"))
    try:
        yield f"postgresql://studio@127.0.0.1:{port}/postgres"
    finally:
        stop = as_postgres(pg_ctl, "-D", str(data), "-m", "immediate", "stop")
        subprocess.run(stop, cwd="/", check=False, stdout=subprocess.DEVNULL)


def _quietly(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A throw-away Redis on a free port; its address."""
    port = free_port()
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
