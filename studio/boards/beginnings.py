"""What a new board can begin as: sections, notes that help, lines for the shot list. All of it can be changed after.

A beginning is plain: cards made by hand, laid by the same ops as a person's own, so that it is undone and seen as those
are. Words are said in the language of whoever begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from studio.boards import actions
from studio.boards.models import Board, Card
from studio.boards.rules import Op
from studio.decisions import YES, Decision, no
from studio.people.models import Person
from studio.shoots import actions as shoots
from studio.shoots.models import Shot

Words = object  # said lazily where a page lists the beginnings
GAP = 48.0
PAD = 24.0
HEAD = 48.0  # of a section, where its title stands
NOTE = (232.0, 176.0)


@dataclass(frozen=True, slots=True)
class Laid:
    """A card to be: where it lies, what it says, and what it carries. Places are counted from its section's corner."""

    kind: str
    words: str
    x: float = 0.0
    y: float = 0.0
    width: float = NOTE[0]
    height: float = NOTE[1]
    colour: str = ""
    carries: Sequence["Laid"] = ()


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    view: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """inner: the name of a board of its own that lies on this one, and where; "" for none."""

    cards: Sequence[Laid]
    lines: Sequence[Line] = ()
    inner: str = ""
    inner_at: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Beginning:
    code: str
    name: Words
    about: Words
    plan: Callable[[], Plan]


@dataclass(frozen=True, slots=True)
class Begun:
    cards: int = 0
    lines: int = 0
    inner: Board | None = field(default=None)


def note(words: str, x: float, y: float, width: float = NOTE[0], height: float = NOTE[1]) -> Laid:
    return Laid("note", words, x, y, width, height)


def section(words: str, x: float, y: float, width: float, height: float, *carries: Laid) -> Laid:
    return Laid("section", words, x, y, width, height, carries=carries)


def rights_note(x: float, y: float) -> Laid:
    return note(
        _("**Whose is it?** Say so for each picture you bring. A reference is looked at and never rendered from."), x, y
    )


# The four


def beauty_story() -> Plan:
    wide = 4 * NOTE[0] + 3 * PAD + 2 * PAD
    pictures = [
        (_("Bare skin"), _("As she is. The light does the work.")),
        (_("Eyes"), _("Lids and liner; lashes last. One idea.")),
        (_("Lips"), _("One colour, two finishes: matte, gloss.")),
        (_("Hands and nails"), _("Nails are the make-up artist's slot, too.")),
        (_("Profile"), _("Cheek and contour, light from behind.")),
        (_("The whole face"), _("The picture that opens the story.")),
    ]
    frames = [
        section(
            f"{number}  {name}",
            PAD + (number - 1) % 3 * 352,
            HEAD + (number - 1) // 3 * 472,
            328.0,
            448.0,
            note(words, PAD, HEAD, 280.0, 96.0),
        )
        for number, (name, words) in enumerate(pictures, start=1)
    ]
    skin = [
        rights_note(PAD, HEAD),
        note(
            _("**Skin.** Three words for it: wet, bare, powdered? Put the references for each beside it."), 280.0, HEAD
        ),
        Laid("swatch", _("Lips"), 536.0, HEAD, 112.0, 136.0, "#8c2f39"),
        Laid("swatch", _("Lids"), 664.0, HEAD, 112.0, 136.0, "#b08d57"),
        Laid("swatch", _("Cheeks"), 792.0, HEAD, 112.0, 136.0, "#c98b7b"),
    ]
    charts = [
        note(
            _(
                "**The chart is the make-up slot.** Lay each look's face chart here:\n- what is painted is credited"
            ),
            PAD,
            HEAD,
        )
    ]
    left = section(_("Skin and colour"), 0.0, 0.0, wide, 280.0, *skin)
    below = section(_("Face charts"), 0.0, 280.0 + GAP, wide, 280.0, *charts)
    story = section(_("Six pictures"), 0.0, 2 * (280.0 + GAP), 3 * 352.0 + PAD, HEAD + 2 * 472.0, *frames)
    lines = [
        Line(_("Beauty: %(what)s") % {"what": name}, "detail" if n in {2, 3, 4} else "front")
        for n, (name, _words) in enumerate(pictures, start=1)
    ]
    return Plan([left, below, story], lines)


def lookbook() -> Plan:
    """Twelve in four by three, read as pages: the first and the last are said, the ten between are hers to fill."""
    helps = {
        1: _("**Opens.** The silhouette of the season, full length."),
        4: _("Change of pace: knit, or no coat."),
        7: _("The middle. The one that stops the page."),
        10: _("Evening, or the odd one out."),
        12: _("**Closes.** Walks away, or looks back."),
    }
    frames = [
        section(
            _("Look %(number)02d") % {"number": number},
            PAD + (number - 1) % 4 * 328,
            HEAD + (number - 1) // 4 * 488,
            304.0,
            464.0,
            *([note(helps[number], PAD, HEAD, 256.0, 96.0)] if number in helps else []),
        )
        for number in range(1, 13)
    ]
    width = 4 * 328.0 + PAD
    top = section(
        _("Rack and palette"),
        0.0,
        0.0,
        width,
        296.0,
        rights_note(PAD, HEAD),
        note(
            _("**Order of the rack.** Drop the pieces here; tidy them up by colour, then lay them to the looks."),
            280.0,
            HEAD,
        ),
        note(_("**One set-up for all twelve** is made once and put on the rest overnight."), 536.0, HEAD),
    )
    twelve = section(_("Twelve looks"), 0.0, 296.0 + GAP, width, HEAD + 3 * 488.0, *frames)
    lines = [Line(_("Look %(number)02d, full length") % {"number": number}, "front") for number in range(1, 13)]
    return Plan([top, twelve], lines, _("Edit and order"), (width + GAP, 0.0))


def e_commerce() -> Plan:
    """A column for each view that a shop asks for."""
    columns = [
        (_("Front"), _("Full length, arms free of the piece. Nothing cropped.")),
        (_("Back"), _("The same distance, the same light. Hair off the collar.")),
        (_("Side"), _("Shows the fall. Shoes in the picture.")),
        (_("Detail"), _("Fastening, weave, label. One a piece is enough.")),
    ]
    cells = [
        section(name, PAD + place * 352, HEAD, 328.0, 720.0, note(words, PAD, HEAD, 280.0, 112.0))
        for place, (name, words) in enumerate(columns)
    ]
    width = 4 * 352.0 + PAD
    top = section(
        _("Before the first piece"),
        0.0,
        0.0,
        width,
        312.0,
        note(
            _(
                "**One light for every piece.** Set it on one look, sign it off, then put it on "
                "the whole rack overnight."
            ),
            PAD,
            HEAD,
            280.0,
            208.0,
        ),
        note(
            _(
                "**The list is the truth.** Bring the shop's CSV: SKU, view, twin, due. Each "
                "line says by itself how far it is."
            ),
            328.0,
            HEAD,
            280.0,
            208.0,
        ),
        note(
            _("**Colour stays true.** Keep the grade off the cloth, or a coat comes back as a return."),
            632.0,
            HEAD,
            280.0,
            208.0,
        ),
        Laid("swatch", _("Ground"), 936.0, HEAD, 112.0, 136.0, "#d9d9d6"),
    )
    views = section(_("By view"), 0.0, 312.0 + GAP, width, HEAD + 744.0, *cells)
    lines = [
        Line(_("First piece, %(view)s") % {"view": name.lower()}, view)
        for (name, _words), view in zip(columns, ("front", "back", "side", "detail"), strict=True)
    ]
    return Plan([top, views], lines, _("Retakes"), (width + GAP, 0.0))


def one_hero() -> Plan:
    hero = section(
        _("The picture"),
        0.0,
        0.0,
        900.0,
        1_120.0,
        note(
            _("**One sentence** for what it says. If two sentences are needed, it is two pictures."),
            PAD,
            HEAD,
            328.0,
            128.0,
        ),
    )
    right = 900.0 + GAP
    light = section(
        _("Light and lens"),
        right,
        0.0,
        560.0,
        344.0,
        note(
            _("**Three lights, no more.** Try them on the contact sheet, keep the one nobody has to explain."),
            PAD,
            HEAD,
        ),
        note(_("**The lens** decides how near one stands. 85 mm looks; 35 mm is there."), 280.0, HEAD),
    )
    refs = section(_("References"), right, 344.0 + GAP, 560.0, 344.0, rights_note(PAD, HEAD))
    crops = section(
        _("Crops it has to bear"),
        right,
        2 * (344.0 + GAP),
        560.0,
        336.0,
        note(
            _("- 4:5 feed\n- 9:16 story\n- 16:9 banner\n\nCheck each **before** the sign-off: it binds every crop."),
            PAD,
            HEAD,
        ),
    )
    return Plan(
        [hero, light, refs, crops],
        [Line(_("The hero, 4:5"), "front"), Line(_("The hero's room for the banner, 16:9"), "front")],
    )


BEGINNINGS: dict[str, Beginning] = {
    each.code: each
    for each in (
        Beginning(
            "beauty-story", say("Beauty story"), say("Skin and colour, face charts, six pictures."), beauty_story
        ),
        Beginning(
            "lookbook",
            say("Lookbook of twelve"),
            say("Rack and palette, twelve looks, a board for the edit."),
            lookbook,
        ),
        Beginning(
            "e-commerce",
            say("E-commerce set"),
            say("A column for each view, one light for all, a board for retakes."),
            e_commerce,
        ),
        Beginning(
            "one-hero", say("One hero"), say("One large picture, its light, its references, its crops."), one_hero
        ),
    )
}


# Beginning


@transaction.atomic
def begin(board: Board, code: str, *, lines: bool = True, by: Person, now: datetime) -> tuple[Decision, Begun]:
    """Lay it on an empty board. lines: put its lines on the shot list too, where she plans the pictures."""
    beginning = BEGINNINGS.get(code)
    if beginning is None:
        return no("not-a-choice"), Begun()
    if Card.objects.filter(board=board, removed_at=None).exists():
        return no("board-not-empty"), Begun()
    plan = beginning.plan()
    decision, events, _card = actions.apply_all(board, ops_of(plan, board, code), by=by, now=now)
    if not decision:
        return decision, Begun()
    inner = _inner(board, plan, by=by, now=now)
    kept = _lines(board, plan, by=by, now=now) if lines else 0
    return YES, Begun(len(events), kept, inner)


def ops_of(plan: Plan, board: Board, code: str) -> list[Op]:
    """Named by the board and their order, so that asked for twice they are the same cards."""
    ops: list[Op] = []

    def add(laid: Laid, carrier: UUID | None) -> None:
        card = uuid5(board.id, f"{code}:{len(ops)}")
        content = {"words": laid.words, **({"colour": laid.colour} if laid.colour else {})}
        patch = {"kind": laid.kind, "content": content, "x": laid.x, "y": laid.y}
        patch |= {"width": laid.width, "height": laid.height}
        patch |= {"section": str(carrier)} if carrier else {}
        ops.append(Op(f"begin.{code}.{len(ops)}", "add", str(card), 0, patch))
        for each in laid.carries:
            add(replace(each, x=laid.x + each.x, y=laid.y + each.y), card)

    for laid in plan.cards:
        add(laid, None)
    return ops


def _inner(board: Board, plan: Plan, *, by: Person, now: datetime) -> Board | None:
    if not plan.inner:
        return None
    _decision, inner = actions.make(board.shoot, plan.inner, by=by, now=now, key=f"begin:{board.id}")
    if inner is not None:
        actions.lay(board, Card.Kind.BOARD, inner.id, by=by, now=now, at=plan.inner_at)
    return inner


def _lines(board: Board, plan: Plan, *, by: Person, now: datetime) -> int:
    """What the list says already is not said twice. Whoever does not plan the pictures begins the board alone."""
    if not shoots.may_plan_shots(board.shoot, by):
        return 0
    there = set(board.shoot.shots.values_list("words", flat=True))
    last = board.shoot.shots.count()
    fresh = [line for line in plan.lines if line.words not in there]
    Shot.objects.bulk_create(
        Shot(shoot=board.shoot, position=last + place, words=line.words, view=line.view)
        for place, line in enumerate(fresh, start=1)
    )
    shoots.tell(board.shoot, "shots")
    return len(fresh)
