"""The words of the product, found in its sources, and the catalogues that say them in other languages.

Reads Python and Django's templates with nothing but Babel and Django, so that a fresh clone needs no gettext tools.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE_LANGUAGE = "en"
SOURCES = (("studio", ".py"), ("templates", ".html"), ("templates", ".txt"))
NOT_OURS = {"migrations", "locale", "management"}
WIDTH = 110
BEGUN = datetime(2026, 11, 25, tzinfo=UTC)  # a head that changes at every run would be a change to review

# What stands for a word to be said: where in the call its context, the word itself and its plural are.
KEYWORDS: dict[str, tuple[str, ...]] = {
    "_": ("word",),
    "say": ("word",),
    "gettext": ("word",),
    "gettext_lazy": ("word",),
    "gettext_noop": ("word",),
    "ngettext": ("word", "plural"),
    "ngettext_lazy": ("word", "plural"),
    "pgettext": ("context", "word"),
    "pgettext_lazy": ("context", "word"),
    "npgettext": ("context", "word", "plural"),
    "npgettext_lazy": ("context", "word", "plural"),
}
CALLS: dict[str, None] = dict.fromkeys(KEYWORDS)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+#0-9.]*[sdifgr%]|\{\w*\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """A word of the product that a language does not say, or says wrongly."""

    language: str
    msgid: str
    what: str

    def __str__(self) -> str:
        return f"{self.language}: {self.what}: {self.msgid!r}"


def languages() -> list[str]:
    return [code for code, _ in settings.LANGUAGES if code != SOURCE_LANGUAGE]


def catalogue_path(language: str, suffix: str = ".po") -> Path:
    folder: Path = settings.LOCALE_PATHS[0]
    return folder / language / "LC_MESSAGES" / f"django{suffix}"


def extracted(root: Path | None = None) -> Catalog:
    """Every word the sources say, with the files that say it."""
    found = Catalog(charset="utf-8")
    base = root or settings.BASE_DIR
    for path in _sources(base):
        for function, given in _said(path):
            msgid, context = _message(function, given)
            if msgid:
                found.add(msgid, locations=[(path.relative_to(base).as_posix(), 0)], context=context)
    return found


def kept(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def refreshed(language: str, words: Catalog) -> Catalog:
    """The kept catalogue with what is new, without what nobody says any more. Nothing is guessed from likeness."""
    catalogue = kept(language)
    catalogue.update(words, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def faults(language: str, catalogue: Catalog) -> Iterator[Fault]:
    """Whatever keeps a catalogue from being whole, in its own order."""
    for message in catalogue:
        if message.id:
            for what in _faults_of(message, catalogue.num_plurals):
                yield Fault(language, _singular(message), what)


def keep(language: str, catalogue: Catalog) -> None:
    """Writes the catalogue for people, and what the studio reads beside it."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, sort_output=True, include_lineno=False, ignore_obsolete=True)
    with catalogue_path(language, ".mo").open("wb") as file:
        write_mo(file, catalogue)


def _empty(language: str) -> Catalog:
    return Catalog(
        locale=language,
        header_comment=f"# The words of the studio, {language}. Kept up to date by `manage.py words`.",
        project="doublure",
        version="1",
        copyright_holder="",
        msgid_bugs_address="doublure",
        last_translator="doublure",
        language_team=language,
        charset="utf-8",
        creation_date=BEGUN,
        revision_date=BEGUN,
        fuzzy=False,
    )


def _sources(base: Path) -> Iterator[Path]:
    for folder, suffix in SOURCES:
        for path in sorted((base / folder).rglob(f"*{suffix}")):
            if NOT_OURS.isdisjoint(path.parts):
                yield path


def _said(path: Path) -> Iterator[tuple[str, Sequence[str | None]]]:
    """Each call that says a word, and what is written out in it."""
    text = path.read_text(encoding="utf-8")
    yield from _in_code(text) if path.suffix == ".py" else _in_page(text)


def _in_code(text: str) -> Iterator[tuple[str, Sequence[str | None]]]:
    """By Python's own reading of itself, which also sees a call within an f-string."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield node.func.id, [_written_out(each) for each in node.args]


def _written_out(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _in_page(text: str) -> Iterator[tuple[str, Sequence[str | None]]]:
    """What templatize leaves of a page is no Python: without its indentation it can at least be read as tokens."""
    tokens = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    for _line, function, messages, _comments in extract_python(BytesIO(tokens.encode()), CALLS, [], {}):
        yield str(function), (messages,) if isinstance(messages, str) else tuple(messages)


def _message(function: str, given: Sequence[str | None]) -> tuple[str | tuple[str, str], str | None]:
    """The word, or the word and its plural, and its context; "" where it is not written out in the call."""
    parts = dict(zip(KEYWORDS[function], given, strict=False))
    word, plural = parts.get("word") or "", parts.get("plural")
    return (word, plural) if word and plural else word, parts.get("context")


def _faults_of(message: Message, plurals: int) -> Iterator[str]:
    said = (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)
    if message.fuzzy:
        yield "only guessed"
    if message.pluralizable and len(said) != plurals:
        yield f"{len(said)} forms where the language has {plurals}"
    if not all(said):
        yield "not said"
        return
    for wanted, word in zip(_forms(message, len(said)), said, strict=True):
        if _placeholders(wanted) != _placeholders(word):
            yield f"placeholders differ in {word!r}"


def _forms(message: Message, number: int) -> list[str]:
    if isinstance(message.id, str):
        return [message.id]
    return [message.id[0], *[message.id[1]] * (number - 1)]


def _placeholders(word: str) -> set[str]:
    """A language may have to say a name twice, or once where another says it twice."""
    return {match.group() for match in PLACEHOLDER.finditer(word)}


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])
