"""Celery's app and the embedded broker: rings are small files, made safe against half-written and spoilt ones."""

import fcntl
import json
import logging
import os
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import worker_process_init
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual

from studio.jobs.orphans import die_with_parent

log = logging.getLogger(__name__)


class SafeChannel(filesystem.Channel):  # type: ignore[misc]
    """Celery's filesystem channel with three faults mended.

    It writes a message beside and renames it, so that no reader meets half of one; a file that cannot be read is set
    aside instead of ending the worker; and names begin with the wall clock, so that order outlives a reboot.
    """

    @property
    def rings(self) -> Path:
        folder = Path(self.data_folder_in)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        path = self.rings / f"{time.time_ns():020d}_{uuid4()}.{queue}.msg"
        beside = path.with_name(f".{path.name}.tmp")
        beside.write_text(json.dumps(payload))
        beside.replace(path)

    def _get(self, queue: str) -> Any:
        for path in self._waiting(queue):
            taken = path.with_name(f".{path.name}.{os.getpid()}.taken")
            try:
                path.rename(taken)
            except FileNotFoundError:
                continue  # another worker was first
            try:
                payload = json.loads(taken.read_text())
                payload["properties"]["delivery_info"]  # without it the worker could not place the message
            except (ValueError, KeyError, TypeError):
                self._set_aside(taken, path.name)
                continue
            taken.unlink(missing_ok=True)
            return payload
        raise Empty

    def _waiting(self, queue: str) -> list[Path]:
        return sorted(path for path in self.rings.glob(f"*.{queue}.msg") if not path.name.startswith("."))

    def _set_aside(self, taken: Path, name: str) -> None:
        bad = self.rings.parent / "bad"
        bad.mkdir(exist_ok=True)
        taken.replace(bad / name)
        log.warning("A spoilt ring was set aside: %s", bad / name)

    def _size(self, queue: str) -> int:
        return len(self._waiting(queue))

    def _purge(self, queue: str) -> int:
        waiting = self._waiting(queue)
        for path in waiting:
            path.unlink(missing_ok=True)
        return len(waiting)

    def get_table(self, exchange: str) -> list[Any]:
        try:
            rows = json.loads(self._exchange_file(exchange).read_text())
        except FileNotFoundError:
            return []
        except ValueError:
            log.warning("The bindings of exchange %s were spoilt; they are made anew.", exchange)
            return []
        return [filesystem.exchange_queue_t(*row) for row in rows]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._binding():
            rows = self.get_table(exchange)
            if row not in rows:
                self._write_table(exchange, [row, *rows])

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kwargs: Any) -> None:
        self._purge(queue)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._binding():
            self._write_table(exchange, [other for other in self.get_table(exchange) if other != row])

    def _write_table(self, exchange: str, rows: list[Any]) -> None:
        path = self._exchange_file(exchange)
        beside = path.with_name(f".{path.name}.tmp")
        beside.write_text(json.dumps(rows))
        beside.replace(path)

    @contextmanager
    def _binding(self) -> Iterator[None]:
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class SafeTransport(filesystem.Transport):  # type: ignore[misc]
    Channel = SafeChannel
    default_connection_params: dict[str, Any] = {}  # folders have no host or port to fall back on

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.state = virtual.BrokerState()  # a connection's own, so that one to another folder makes its own bindings


TRANSPORT_ALIASES["safe-filesystem"] = "studio.jobs.broker:SafeTransport"

# A page that rings waits for a broker that is down no longer than this; by itself kombu would try for ever.
IMPATIENT = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}

# Celery warns of root because its older messages could carry code; a ring is JSON. `doctor` tells of root itself.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("studio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=False,  # the lease brings a lost job back; an unacknowledged ring would only do it twice and later
    task_create_missing_queues=True,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,  # a job is stopped by its row, never by a message to a worker
    worker_send_task_events=False,
    broker_connection_timeout=1,
    broker_transport_options={**settings.CELERY_BROKER_TRANSPORT_OPTIONS, **IMPATIENT},
)
app.autodiscover_tasks()


def _die_with_parent(**kwargs: Any) -> None:
    """The child that does the work never outlives its worker, or two would work for one place."""
    die_with_parent()


worker_process_init.connect(_die_with_parent, weak=False, dispatch_uid="jobs-die-with-parent")
