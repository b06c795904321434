"""What must be known before the settings are read. Imports nothing of Django."""

from collections.abc import MutableMapping, Sequence
from pathlib import Path

OPTION = "--data"


def take_data_folder(arguments: Sequence[str], environment: MutableMapping[str, str]) -> None:
    """Let `--data DIR` or `--data=DIR` of `open` and `doctor` name the data folder, as DOUBLURE_DATA does."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == OPTION:
            folder = value if equals else "".join(arguments[place + 1 : place + 2])
            if folder:
                environment["DOUBLURE_DATA"] = str(Path(folder).expanduser().absolute())
