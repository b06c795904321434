"""manage.py open: everything, on this machine, in one supervised process."""

import os
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from studio.live.lone import NotAlone
from studio.media.erasures import BrokenListError
from studio.operations import children, early, preparing
from studio.operations.supervisor import Supervisor
from studio.people import demo

DEFAULT_PORT = 8000
READY_WITHIN_SECONDS = 90.0


class Command(BaseCommand):
    help = "Open the studio: prepare what is missing, then run web, workers and housekeeping until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help=f"Where it listens; {DEFAULT_PORT} or the next free one.")
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets your network in; else only this machine.")
        parser.add_argument("--public", default="", help="The address people use when a proxy stands before it.")
        parser.add_argument(early.OPTION, help="The folder everything is kept in; ./data by itself.")
        parser.add_argument("--no-demo", action="store_true", help="Leave an empty studio empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.open(options)
        except KeyboardInterrupt:
            self.say("Closed before it was open. What was prepared is kept.")

    def open(self, options: Mapping[str, Any]) -> None:
        self.began_at = time.monotonic()
        self.require_sense(options)
        port = self.choose_port(options["host"], options["port"])
        public = (options["public"] or self.address_for(options["host"], port)).rstrip("/")
        self.prepare(no_demo=options["no_demo"])
        connections.close_all()  # a connection must not be shared with the children
        environment = {
            "DOUBLURE_DATA": str(Path(settings.DATA).absolute()),
            "CELERY_SKIP_CHECKS": "1",  # workers start sooner; the tests run the checks
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "PYTHONPATH": os.pathsep.join(filter(None, [str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")])),
        }
        if public:
            environment["DOUBLURE_PUBLIC_URL"] = public
        self.run_until_told(options["host"], port, public, environment)

    def require_sense(self, options: Mapping[str, Any]) -> None:
        if not preparing.python_is_ours():
            raise CommandError("The studio needs Python 3.11. Make a virtual environment with it and install again.")
        folder = options["data"]
        if folder and Path(folder).expanduser().absolute() != Path(settings.DATA).absolute():
            raise CommandError("--data was read too late. Start it by manage.py, or set DOUBLURE_DATA.")
        if options["public"] and not options["public"].startswith(("http://", "https://")):
            raise CommandError("--public must be a whole address, such as https://studio.example")
        try:
            preparing.refuse_a_second()
        except NotAlone as error:
            raise CommandError(str(error)) from None

    def choose_port(self, host: str, asked: int | None) -> int:
        if asked:
            if not preparing.is_free(host, asked):
                raise CommandError(f"Port {asked} is taken by another program. Choose another with --port.")
            return asked
        port = preparing.free_port(host, DEFAULT_PORT)
        if port is None:
            raise CommandError(f"No port from {DEFAULT_PORT} on is free. Choose one with --port.")
        if port != DEFAULT_PORT:
            self.say(f"Port {DEFAULT_PORT} is taken by another program; using {port}.")
        return port

    def address_for(self, host: str, port: int) -> str:
        """Open to the network without a name: reached by the machine's own address."""
        if host in preparing.LOOPBACK:
            return str(settings.PUBLIC_URL)
        return f"http://{preparing.address_in_the_network()}:{port}"

    def prepare(self, *, no_demo: bool) -> None:
        self.say(f"Keeping everything in {Path(settings.DATA).absolute()}")
        preparing.make_folders()
        self.say("Preparing the database")
        preparing.migrate()
        self.apply_erasures()
        self.say("Making the studio's certificate, if it has none")
        preparing.make_certificate()
        if preparing.collect_static():
            self.say("Gathered the pages' files")
        if not no_demo and (preparing.is_empty() or preparing.loading_mark().exists()):
            self.say("Loading the demo house")
            preparing.load_demo(self.stdout)

    def apply_erasures(self) -> None:
        """A restored backup, or a copy of a folder, brings nobody back."""
        try:
            back = preparing.apply_erasures()
        except BrokenListError as error:
            raise CommandError(f"{error} Look into it before the studio opens.") from None
        if back:
            self.say(f"Erased again, as the erasure list says: {len(back)}")

    def run_until_told(self, host: str, port: int, public: str, environment: Mapping[str, str]) -> None:
        supervisor = Supervisor(children.everybody(host, port), environment, self.say)
        supervisor.listen()
        self.say("Starting web, workers and housekeeping")
        try:
            supervisor.start()
            self.wait_until_ready(supervisor, host, port)
            if not supervisor.ending.is_set():
                self.tell_how_to_enter(host, port, public)
            supervisor.watch()
        finally:
            self.say("Closing")
            supervisor.end()
        self.say("Closed. Everything is kept.")

    def wait_until_ready(self, supervisor: Supervisor, host: str, port: int) -> None:
        last = time.monotonic() + READY_WITHIN_SECONDS
        web = supervisor.children[0]
        while not supervisor.ending.is_set() and not answers(host, port):
            if not web.is_alive or time.monotonic() > last:
                raise CommandError("The web process did not start. What it said stands above.")
            supervisor.ending.wait(0.2)

    def tell_how_to_enter(self, host: str, port: int, public: str) -> None:
        self.say(f"Open after {time.monotonic() - self.began_at:.0f} s.")
        here = f"http://localhost:{port}"
        self.stdout.write("")
        self.stdout.write(self.style.SUCCESS(f"  {here}"))
        if public:
            self.stdout.write(f"  {public}")
        self.stdout.write(f"  {who_can_reach(host, public)}")
        self.tell_sign_ins()
        self.stdout.write("\n  Ctrl-C closes it.\n")

    def tell_sign_ins(self) -> None:
        people = demo.sign_ins()
        if not people:
            return
        passwords = {person.password for person in people}
        together = f", with the password {passwords.pop()}" if len(passwords) == 1 else ""
        self.stdout.write(f"\n  The demo house. Sign in as any of these{together}:")
        for person in people:
            own = f"  {person.password}" if not together else ""
            self.stdout.write(f"    {person.email:32} {person.name}, {person.does}{own}")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def who_can_reach(host: str, public: str) -> str:
    if host in preparing.LOOPBACK and public:
        return "Whoever your proxy lets through can reach it."
    if host in preparing.LOOPBACK:
        return "Only this machine can reach it. --host 0.0.0.0 lets your network in."
    return "Everybody in your network can reach it. Passkeys need a name and https: see --public."


def answers(host: str, port: int) -> bool:
    """Whether the web process serves."""
    connection = HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}", "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
