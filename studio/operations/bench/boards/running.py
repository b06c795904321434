"""Web processes and peers that run for as long as a bench measures them, and scratch PostgreSQL and Redis to run on."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

from studio.jobs.orphans import die_with_parent
from studio.operations import children, servers
from studio.operations.bench.ground import throw_away

STARTS_WITHIN_SECONDS = 120.0
LOOK_SECONDS = 0.05
ENDS_WITHIN_SECONDS = 10.0


@contextlib.contextmanager
def web_process(**surroundings: str) -> Iterator[int]:
    """The studio's web process on a free port, as `manage.py open` runs it; its port."""
    port = servers.free_port()
    child = children.web("127.0.0.1", port)
    with started(child.command, {**child.surroundings, **surroundings}):
        wait(lambda: answers(port, "/healthz"), "the web process")
        yield port


@contextlib.contextmanager
def started(
    command: Sequence[str], surroundings: Mapping[str, str], *, folder: Path | None = None
) -> "Iterator[subprocess.Popen[bytes]]":
    """A process of our own, ended with what it started. What it says goes to standard error."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **surroundings},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno(),
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(ENDS_WITHIN_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port: int, path: str) -> bool:
    try:
        line = HTTPConnection("127.0.0.1", port, timeout=10)
        line.request("GET", path)
        return line.getresponse().status < 500
    except OSError:
        return False


def wait(is_so: Callable[[], bool], what: str) -> None:
    last = time.monotonic() + STARTS_WITHIN_SECONDS
    while not is_so():
        if time.monotonic() > last:
            raise TimeoutError(f"waited {STARTS_WITHIN_SECONDS:.0f} s for {what}")
        time.sleep(LOOK_SECONDS)


@contextlib.contextmanager
def scaled_out() -> Iterator[Mapping[str, str]]:
    """The environment of a studio on a PostgreSQL and a Redis that nobody else listens to."""
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="doublure-pg-", ignore_cleanup_errors=True))
        url = settings.DATABASE_URL or stack.enter_context(servers.postgres(Path(scratch)))
        redis_url = stack.enter_context(servers.redis(Path(scratch)))
        environment = stack.enter_context(throw_away(url))
        yield {**environment, "DOUBLURE_REDIS_URL": redis_url}
