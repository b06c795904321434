"""A shot list as a file that a spreadsheet reads and writes. Pure functions of bytes and plain values.

Coming in, Excel's separators, its "sep=" line, byte-order marks and encodings are understood, and its days in the order
that the file itself shows. Going out, no cell begins a formula.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from studio.decisions import Decision, no

BYTES_MOST = 500_000
LINES_MOST = 2_000
SKU_MOST, WORDS_MOST = 60, 240
VIEWS = ("front", "back", "side", "detail")
COLUMNS = ("sku", "view", "twin", "due", "state", "words")
SEPARATORS = (",", ";", "\t", "|")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
HEADINGS: Mapping[str, frozenset[str]] = {  # in the languages of the studio, as people write them
    "sku": frozenset({"sku", "article", "article number", "item", "style", "artikel", "artikelnummer", "réf", "réf.",
                      "référence", "reference", "référence article"}),
    "view": frozenset({"view", "angle", "vy", "vinkel", "vue"}),
    "twin": frozenset({"twin", "model", "tvilling", "modell", "mannequin", "modèle", "jumeau numérique"}),
    "due": frozenset({"due", "due on", "due date", "deadline", "senast", "klar", "klart", "date",
                      "échéance", "pour le"}),
    "state": frozenset({"state", "status", "läge", "tillstånd", "état", "statut"}),
    "words": frozenset({"what it shows", "words", "shot", "description", "what", "vad bilden visar", "beskrivning",
                        "ce que montre l'image", "ce que montre l’image"}),
}  # fmt: skip
VIEW_NAMES: Mapping[str, frozenset[str]] = {
    "front": frozenset({"front", "fram", "framifrån", "framsida", "face", "devant", "de face"}),
    "back": frozenset({"back", "bak", "bakifrån", "baksida", "dos", "de dos", "rear"}),
    "side": frozenset({"side", "sida", "från sidan", "profil", "profile", "de profil", "côté"}),
    "detail": frozenset({"detail", "detalj", "närbild", "détail", "close-up", "close up"}),
}
NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file. line: where it stands in the file. state: as the file says it; it is never taken from there."""

    line: int
    sku: str = ""
    view: str = ""
    twin: str = ""
    due_on: date | None = None
    state: str = ""
    words: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return key_of(self.sku, self.view, self.twin, self.words)


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says, and every fault in it; a row with one cannot be taken. columns: which of ours the file has."""

    rows: Sequence[Row] = ()
    faults: Sequence[Fault] = ()
    columns: frozenset[str] = field(default_factory=frozenset)


def key_of(sku: str, view: str, twin: str, words: str) -> tuple[str, ...]:
    """By what two lines are the same shot: piece, view and twin; where no piece is named, its words."""
    asked = (sku, view, twin) if sku else ("", words, twin)
    return tuple(" ".join(each.split()).casefold() for each in asked)


# Going out


def defused(value: str) -> str:
    """A cell that no spreadsheet takes for a formula; `fused` gives back what it was."""
    return f"'{value}" if value.lstrip("' ").startswith(FORMULA) or value.startswith(FORMULA) else value


def fused(value: str) -> str:
    rest = value[1:]
    return rest if value.startswith("'") and (rest.lstrip("' ").startswith(FORMULA)) else value


def written(headings: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ",") -> bytes:
    """With a byte-order mark, by which Excel knows the encoding."""
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([defused(cell) for cell in headings])
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


# Coming in


def read(content: bytes) -> Read:
    """Every row, and for each fault a refusal with its line. Nothing is guessed at."""
    if len(content) > BYTES_MOST:
        return _refused(no("list-too-large", most=BYTES_MOST // 1000))
    text = decoded(content)
    if text is None or "\0" in text:
        return _refused(no("list-no-text"))
    lines, skipped = _without_sep(text)
    table = _table(lines, _separator(text, lines))
    heads = next(((number, cells) for number, cells in table if any(cells)), None)
    if heads is None:
        return _refused(no("list-empty"))
    columns = _columns(heads[1])
    if not {"sku", "words"} & set(columns.values()):
        return _refused(no("list-no-heading"), line=heads[0] + skipped)
    rest = [(number + skipped, cells) for number, cells in table if number > heads[0] and any(cells)]
    if len(rest) > LINES_MOST:
        return _refused(no("list-too-long", most=LINES_MOST))
    if not rest:
        return _refused(no("list-empty"))
    return _read_rows(rest, columns)


def _refused(decision: Decision, line: int = 0) -> Read:
    return Read(faults=(Fault(line, decision),))


def decoded(content: bytes) -> str | None:
    """By its mark, else UTF-8, else what Excel writes on Windows. None where it is no text at all."""
    named = next((encoding for mark, encoding in MARKS if content.startswith(mark)), "")
    for encoding in (named,) if named else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _without_sep(text: str) -> tuple[str, int]:
    """Excel's own first line "sep=;" is no row."""
    first, _newline, rest = text.partition("\n")
    return (rest, 1) if re.fullmatch(r'"?sep=.?"?\r?', first, re.IGNORECASE) else (text, 0)


def _separator(text: str, lines: str) -> str:
    """As Excel's first line says, else the one that the headings have most of."""
    said = re.match(r'"?sep=(.)', text, re.IGNORECASE)
    if said and said[1] in SEPARATORS:
        return said[1]
    head = next((line for line in lines.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda each: (head.count(each), -SEPARATORS.index(each)))


def _table(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Each row with the line on which it begins: a cell may hold line breaks."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    table, begins = [], 1
    for cells in reader:
        table.append((begins, [fused(cell.strip()) for cell in cells]))
        begins = reader.line_num + 1
    return table


def _columns(heads: Sequence[str]) -> dict[int, str]:
    """Which column is which; what is not known is passed over, and of two alike the first counts."""
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        plain = " ".join(head.split()).casefold()
        name = next((name for name, names in HEADINGS.items() if plain in names), "")
        if name and name not in found.values():
            found[place] = name
    return found


def _read_rows(rest: Sequence[tuple[int, list[str]]], columns: Mapping[int, str]) -> Read:
    said = [(line, _cells(cells, columns)) for line, cells in rest]
    day_first = _day_first(cells.get("due", "") for _line, cells in said)
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in said:
        row, wrong = _row(line, cells, day_first=day_first)
        if row.key in seen and (row.sku or row.words):
            wrong.append(no("list-twice", line=line, other=seen[row.key]))
        faults += [Fault(line, decision) for decision in wrong]
        seen.setdefault(row.key, line)
        rows.append(row)
    return Read(rows, faults, frozenset(columns.values()))


def _cells(cells: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    return {name: " ".join(cells[place].split()) for place, name in columns.items() if place < len(cells)}


def _row(line: int, cells: Mapping[str, str], *, day_first: bool | None) -> tuple[Row, list[Decision]]:
    wrong = []
    sku, words, view = cells.get("sku", ""), cells.get("words", ""), ""
    if not sku and not words:
        wrong.append(no("list-says-nothing", line=line))
    if len(sku) > SKU_MOST:
        wrong.append(no("list-sku-too-long", line=line, most=SKU_MOST))
    if len(words) > WORDS_MOST:
        wrong.append(no("list-words-too-long", line=line, most=WORDS_MOST))
    if said := cells.get("view", "").casefold():
        view = next((name for name, names in VIEW_NAMES.items() if said in names), "")
        if not view:
            wrong.append(no("list-no-such-view", line=line, said=cells["view"]))
    due_on, undated = read_day(cells.get("due", ""), day_first=day_first)
    if undated:
        wrong.append(no(undated, line=line, said=cells["due"]))
    row = Row(line, sku, view, cells.get("twin", ""), due_on, cells.get("state", ""), words)
    return row, wrong


def _day_first(said: Iterable[str]) -> bool | None:
    """The order of day and month in a whole file, where some day of it can be read in one way only."""
    orders = set()
    for text in said:
        found = NUMBERS.fullmatch(text)
        if found and len(found[4]) == 4 and found[2] != ".":
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            day_first, month_first = _date(year, second, first)[0], _date(year, first, second)[0]
            orders |= {bool(day_first)} if bool(day_first) != bool(month_first) else set()
    return orders.pop() if len(orders) == 1 else None


def read_day(said: str, *, day_first: bool | None = None) -> tuple[date | None, str]:
    """The day, or the code of why it cannot be read. "12/05/2026" needs to be told which is the month."""
    if not said:
        return None, ""
    found = NUMBERS.fullmatch(said)
    if not found:
        return None, "list-no-day"
    first, mark, second, third = found[1], found[2], int(found[3]), found[4]
    if len(first) == 4:
        return _date(int(first), second, int(third))
    if len(third) != 4:
        return None, "list-no-day"
    days = {_date(int(third), second, int(first))[0]}  # day first
    if mark != ".":
        days |= {_date(int(third), int(first), second)[0]}
        if day_first is not None:
            days = {_date(int(third), *((second, int(first)) if day_first else (int(first), second)))[0]}
    real = days - {None}
    if len(real) == 1:
        return real.pop(), ""
    return None, "list-two-days" if real else "list-no-day"


def _date(year: int, month: int, day: int) -> tuple[date | None, str]:
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, "list-no-day"
