"""A copy of everything but the secrets, and the way back, which lets nobody return who was erased meanwhile.

The database is copied first: a file written after that has no row in the copy and is swept away, and nothing with a
row lacks its bytes. Data keys are copied as they lie, wrapped; the key that opens them is never in a backup.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from studio.media import erasures, sealing
from studio.media.files import put, sync_folder
from studio.register import signing

FORMAT = 1
SQLITE, POSTGRESQL = "database.sqlite3", "database.dump"
SECRETS = ("wrapping.key", "register.key", "secret_key.txt", "watermark_secret.txt", "register_salt.txt")
CERTIFICATES = "signing"
LIST = "erasures.jsonl"


class BackupError(Exception):
    """Said to whoever runs the command; nothing was left half done."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """What a backup holds, in numbers; it lies in the backup as backup.json."""

    format: int
    made_at: str
    database: str
    database_sha256: str
    files: int
    files_bytes: int
    keys: int
    erased: int


# There


def backup(folder: Path, *, now: datetime) -> Wrote:
    """Everything into a new folder, which appears whole or not at all."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty. Name a new folder.")
    beside = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True, mode=0o700)
    database = _dump(beside)
    files, size = _copy_files(beside)
    wrote = Wrote(
        format=FORMAT,
        made_at=now.astimezone(UTC).isoformat(),
        database=database.name,
        database_sha256=_sha256(database),
        files=files,
        files_bytes=size,
        keys=_copy_keys(beside),
        erased=len(erasures.names()),
    )
    if erasures.path().exists():
        shutil.copy2(erasures.path(), beside / LIST)
    put(beside / "backup.json", json.dumps(asdict(wrote), indent=1).encode())
    if folder.exists():
        folder.rmdir()
    beside.rename(folder)
    sync_folder(folder.parent)
    return wrote


def copy_secrets(folder: Path) -> list[str]:
    """The keys that open a backup, for another place than the backup's. Gives what was copied."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys, copied = Path(settings.KEYS_FOLDER), []
    signing.signer()  # made on first need: a list signed later must still be read with what is copied now
    for name in SECRETS:
        if (keys / name).exists():
            put(folder / name, (keys / name).read_bytes())
            copied.append(name)
    if (keys / CERTIFICATES).exists():
        shutil.copytree(keys / CERTIFICATES, folder / CERTIFICATES, dirs_exist_ok=True)
        copied.append(CERTIFICATES)
    return copied


def _dump(folder: Path) -> Path:
    if connection.vendor == "postgresql":
        target = folder / POSTGRESQL
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
        return target
    target = folder / SQLITE
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    target.chmod(0o600)
    return target


def _copy_files(folder: Path) -> tuple[int, int]:
    count = size = 0
    for name, root in _roots():
        for file in _whole_files(root):
            target = folder / name / file.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copy2(file, target)
            except FileNotFoundError:
                continue  # erased meanwhile
            count, size = count + 1, size + target.stat().st_size
    return count, size


def _roots() -> tuple[tuple[str, Path], ...]:
    return ("files", Path(settings.MEDIA_FOLDER)), ("arriving", Path(settings.ARRIVING_FOLDER))


def _whole_files(root: Path) -> Iterator[Path]:
    return (file for file in root.glob("??/*") if file.is_file() and not file.name.endswith(".part"))


def _copy_keys(folder: Path) -> int:
    target = folder / "keys"
    target.mkdir(mode=0o700)
    files = [file for pattern in ("*.key", "*.gone") for file in _data_keys().glob(pattern)]
    for file in files:
        shutil.copy2(file, target / file.name)
    return sum(file.suffix == ".key" for file in files)


def _data_keys() -> Path:
    return Path(settings.KEYS_FOLDER) / "twins"


# And back


def read(folder: Path) -> Wrote:
    """What a backup says of itself, if it is whole."""
    try:
        wrote = Wrote(**json.loads((folder / "backup.json").read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{folder} holds no backup: {error}") from error
    expected = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    if wrote.format != FORMAT or wrote.database != expected:
        raise BackupError(f"This backup holds {wrote.database}, and this studio runs on {connection.vendor}.")
    if _sha256(folder / wrote.database) != wrote.database_sha256:
        raise BackupError("The backup's database is not as it was written. Nothing was changed.")
    return wrote


def take_secrets(folder: Path) -> None:
    """Put back what is missing of the secrets; what is there is never overwritten."""
    keys = Path(settings.KEYS_FOLDER)
    for name in SECRETS:
        if (folder / name).exists() and not (keys / name).exists():
            put(keys / name, (folder / name).read_bytes())
    if (folder / CERTIFICATES).exists() and not (keys / CERTIFICATES).exists():
        shutil.copytree(folder / CERTIFICATES, keys / CERTIFICATES)


def restore(folder: Path, *, others: Path | None = None) -> list[str]:
    """Put a backup in the place of what is here. Gives the names on the erasure list, none of whose bytes came back.

    others: a further erasure list, kept elsewhere. The caller migrates and applies the list before anything opens.
    """
    wrote = read(folder)
    for file in (folder / LIST, others):
        if file is not None and file.exists():
            erasures.take_over(file)
    erased = set(erasures.names())
    _load(folder / wrote.database)
    _put_back_keys(folder / "keys", erased)
    for name, root in _roots():
        _put_back_files(folder / name, root, erased)
    return sorted(erased)


def _load(dump: Path) -> None:
    connections.close_all()
    if connection.vendor == "postgresql":
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction",
             f"--dbname={connection.settings_dict['NAME']}", str(dump))  # fmt: skip
        return
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(dump, beside)
    beside.chmod(0o600)
    for journal in ("-wal", "-shm"):
        target.with_name(f"{target.name}{journal}").unlink(missing_ok=True)
    beside.replace(target)
    sync_folder(target.parent)


def _put_back_keys(folder: Path, erased: set[str]) -> None:
    """A key that was destroyed stays destroyed, whatever the backup holds."""
    target = _data_keys()
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for tombstone in folder.glob("*.gone"):
        shutil.copy2(tombstone, target / tombstone.name)
        (target / tombstone.name).with_suffix(".key").unlink(missing_ok=True)
    for key in folder.glob("*.key"):
        gone = key.stem.replace("_", ":", 1) in erased or (target / key.name).with_suffix(".gone").exists()
        if not gone and not (target / key.name).exists():
            shutil.copy2(key, target / key.name)


def _put_back_files(folder: Path, root: Path, erased: set[str]) -> None:
    """Files never change under their names, so only what is missing is copied, and nothing that shows the erased."""
    for file in _whole_files(folder):
        target = root / file.relative_to(folder)
        if target.exists() or erased & set(sealing.names_in(file)):
            continue
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(file, target)


def _run(program: str, *arguments: str) -> None:
    """A password goes through the environment, so that no list of processes shows it."""
    told = connection.settings_dict
    environment: Mapping[str, str] = {
        **os.environ,
        "PGHOST": str(told["HOST"]),
        "PGPORT": str(told["PORT"] or 5432),
        "PGUSER": str(told["USER"]),
        "PGPASSWORD": str(told["PASSWORD"]),
        "PGDATABASE": str(told["NAME"]),
    }
    try:
        done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise BackupError(f"{program} is not installed: it comes with PostgreSQL's client.") from error
    if done.returncode:
        raise BackupError(f"{program} did not end well: {done.stderr.strip()}")


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
