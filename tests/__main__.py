"""All tests, on a fresh machine: `python -m tests`.

Installs what is missing from Debian's packages (PostgreSQL, Redis, Chromium, gettext), starts the two servers on free
ports, runs the checks, every test on SQLite, what scales on PostgreSQL with Redis, and the story in a real browser.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from studio.operations.children import ONE_THREAD
from studio.operations.servers import POSTGRES_HOMES, found, postgres, redis
from studio.operations.servers import free_port as free_port

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "chromium": ("chromium",),
    "redis-server": ("redis-server",),
    "postgresql": ("pg_ctl",),
    "nodejs": ("node",),
}


def install_what_is_missing() -> None:
    missing = [package for package, programs in PACKAGES.items() if not all(found(program) for program in programs)]
    if not missing:
        return
    print(f"Installing {', '.join(missing)}", flush=True)
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise SystemExit(f"Install {', '.join(missing)} first, or run this as root on Debian.")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True, env=quiet)
    POSTGRES_HOMES.extend(home for home in Path("/usr/lib/postgresql").glob("*/bin") if home not in POSTGRES_HOMES)


def step(title: str, command: list[str], env: Mapping[str, str]) -> bool:
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    passed = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False).returncode == 0
    print(f"== {title}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return passed


def main() -> int:
    install_what_is_missing()
    python = [sys.executable, "-m"]
    spread = ["-n", "auto", "--dist", "loadfile"]  # over the cores there are, a file's tests in their order
    with tempfile.TemporaryDirectory(prefix="doublure-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        embedded = {"DOUBLURE_DATA": str(folder / "data"), "DOUBLURE_PLAIN_STATIC": "1"}
        # A process to a core; threads beside them would only wait for one another.
        each = {**embedded, **ONE_THREAD}
        passed = [
            step("ruff", [*python, "ruff", "check", "."], embedded),
            step("mypy", [*python, "mypy", "studio", "tests"], embedded),
            step("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"], embedded),
            step("javascript", ["node", "--test", *sorted(map(str, (ROOT / "tests/js").rglob("*.test.js")))], embedded),
            step("tests on SQLite", [*python, "pytest", *spread, "-m", "not browser"], each),
        ]
        with postgres(folder) as database, redis(folder) as broker:
            scaled = {**each, "DOUBLURE_DATABASE_URL": database, "DOUBLURE_REDIS_URL": broker}
            tests = [*python, "pytest", *spread, "-m", "scales and not browser"]
            passed.append(step("tests on PostgreSQL and Redis", tests, scaled))
        passed.append(step("the story in Chromium", [*python, "pytest", "-m", "browser"], embedded))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
