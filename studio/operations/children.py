"""The processes of a studio that runs on one machine."""

import sys

from studio.operations.supervisor import Child

# What the dressing table draws in the web process is small: threads would spend their time waiting for each other.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
# One child process per worker: a watchdog may end it, and the engines' libraries are loaded once in each.
WORKERS = {"worker": "draft,seal,diffusion", "ingest worker": "ingest"}


def web(host: str, port: int) -> Child:
    """One process. Its sockets are pinged, so that a phone that left the room is noticed.

    What goes over them is short, and would be packed anew for each page that hears it.
    """
    uvicorn = [sys.executable, "-m", "uvicorn", "studio.asgi:application", "--host", host, "--port", str(port)]
    careful = ["--lifespan", "on", "--log-level", "warning", "--no-server-header", "--timeout-graceful-shutdown", "5"]
    sockets = ["--ws-ping-interval", "20", "--ws-ping-timeout", "20", "--ws-max-size", str(512 * 1024)]
    sockets += ["--ws-per-message-deflate", "false"]
    return Child("The web process", [*uvicorn, *careful, *sockets], ONE_THREAD)


def worker(name: str, queues: str) -> Child:
    celery = [sys.executable, "-m", "celery", "-A", "studio.celery", "-q", "worker", "--pool", "prefork", "-c", "1"]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    known_as = ["-Q", queues, "-n", f"{name.replace(' ', '-')}@%h", "-l", "WARNING"]
    return Child(f"The {name}", [*celery, *alone, *known_as])


def housekeeping() -> Child:
    return Child("Housekeeping", [sys.executable, "-m", "django", "housekeeping"])


def everybody(host: str, port: int) -> list[Child]:
    return [web(host, port), *(worker(name, queues) for name, queues in WORKERS.items()), housekeeping()]
