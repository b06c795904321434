"""The process a bench runs in: `python -m studio.operations.bench NAME`, started by `manage.py bench` on its ground."""

import argparse
import contextlib
import importlib
import json
import sys

import django

from studio.operations.bench import BENCHES
from studio.operations.bench.report import Report

STRICT = 3  # the exit code where a goal was not reached and --strict asked to mind


def options_of(name: str, arguments: list[str]) -> argparse.Namespace:
    module = importlib.import_module(f"studio.operations.bench.{name}")
    parser = argparse.ArgumentParser(prog=f"manage.py bench {name}", description=module.__doc__)
    parser.add_argument("--json", action="store_true", help="One object on standard output, and nothing else.")
    parser.add_argument("--strict", action="store_true", help=f"End with {STRICT} when a goal is not reached.")
    module.add_options(parser)
    parser.set_defaults(run=module.run)
    return parser.parse_args(arguments)


def measured(options: argparse.Namespace) -> Report:
    """Whatever the bench or a library prints goes to standard error: standard output is for the report."""
    from studio.operations import preparing

    with contextlib.redirect_stdout(sys.stderr):
        preparing.make_folders()
        preparing.migrate()
        report: Report = options.run(options)
    return report


def main(name: str, arguments: list[str]) -> int:
    django.setup()
    options = options_of(name, arguments)
    report = measured(options)
    sys.stdout.write(json.dumps(report.to_json()) if options.json else "\n".join(report.lines()))
    sys.stdout.write("\n")
    return STRICT if options.strict and not report.holds else 0


if __name__ == "__main__":
    if sys.argv[1] not in BENCHES:
        raise SystemExit(f"There is no bench called {sys.argv[1]}.")
    sys.exit(main(sys.argv[1], sys.argv[2:]))
