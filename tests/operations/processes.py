"""Real processes for the tests: started on a data folder of their own, and none left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(data: Path, **more: str) -> dict[str, str]:
    """Embedded, whatever the tests themselves run on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOUBLURE_")}
    return {
        **kept,
        "DOUBLURE_DATA": str(data),
        "DOUBLURE_PLAIN_STATIC": "1",
        "CELERY_SKIP_CHECKS": "1",
        "DJANGO_SETTINGS_MODULE": "tests.jobs.settings",
        "PYTHONPATH": str(ROOT),
        **more,
    }


@contextmanager
def started(command: list[str], *, env: dict[str, str] | None = None, log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=env, stdout=said, stderr=said, start_new_session=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def run(command: list[str], *, env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wait_until(is_so: Callable[[], object], seconds: float, what: str) -> None:
    last = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < last, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)


def running_on(data: Path) -> dict[int, str]:
    """The processes whose environment names this data folder, by number, with their command lines."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                if f"DOUBLURE_DATA={data}\0".encode() in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
    return {pid: command for pid, command in found.items() if command}
