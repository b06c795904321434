"""Who may set which slot. Pure functions of plain values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from studio.decisions import YES, Decision, no

# Each kind's own crafts, the first being the one that is asked.
CRAFTS: Mapping[str, tuple[str, ...]] = {
    "twin": ("casting", "production"),
    "garments": ("styling", "styling-assistance"),
    "makeup": ("make-up",),
    "hair": ("hair",),
    "light": ("photography", "lighting", "digital-operator"),
    "lens": ("photography", "digital-operator"),
    "place": ("set-design", "photography", "art-direction"),
    "grade": ("photography", "retouching", "digital-operator"),
    "words": ("creative-direction", "art-direction", "ai-direction"),
}
# Who may move a part of a slot and leave the rest as it is.
PART_CRAFTS: Mapping[str, tuple[str, ...]] = {"garments": ("tailoring",), "makeup": ("nails",)}
RACK = ("styling", "styling-assistance", "tailoring", "production")


def may_change_slot(
    booked: Collection[str], kind: str, *, who: Sequence[str] = (), only_a_part: bool = False
) -> Decision:
    """booked: what she is booked for. who: the names of those booked for the kind, told when she is not.

    only_a_part: the change leaves everything but the fit (of garments) or the nails (of make-up) as it was.
    """
    if kind not in CRAFTS:
        return no("no-such-slot")
    if craft_for(booked, kind, only_a_part=only_a_part):
        return YES
    return no(
        "not-booked-for",
        fix="ask-the-craft",
        slot=kind,
        craft=CRAFTS[kind][0],
        booked=",".join(sorted(booked)),
        who=", ".join(who),
    )


def craft_for(booked: Collection[str], kind: str, *, only_a_part: bool = False) -> str:
    """By which of her crafts she sets it: that is what she is credited for. "" when none fits."""
    fitting = CRAFTS[kind] + (PART_CRAFTS.get(kind, ()) if only_a_part else ())
    return next((craft for craft in fitting if craft in booked), "")


def may_bring(booked: Collection[str], *, seated: bool) -> Decision:
    """Anybody on the call sheet, and the house itself, may bring pieces to the rack."""
    return YES if booked or seated else no("not-on-call-sheet")


@dataclass(frozen=True, slots=True)
class Answer:
    """Whose a brought picture is, and whether we may use it, as somebody said it; empty while nobody has."""

    whose: str = ""
    whose_name: str = ""
    may: str = ""
    may_words: str = ""


NOT_SAID = Answer()


def may_be_said(answer: Answer) -> Decision:
    """Somebody else's has a name, and her yes has words: how it was given, or where it is written."""
    if answer.whose == "somebody" and not answer.whose_name.strip():
        return no("owner-not-named")
    if answer.whose == "somebody" and answer.may == "yes" and not answer.may_words.strip():
        return no("leave-without-words")
    return YES


def may_leave(pictures: Mapping[str, Answer]) -> Decision:
    """May what was made of these pictures, by name, be delivered? Told of are those that may not, worst first."""
    codes = {"no": "picture-not-ours", "asked": "picture-asked-for"}
    found: dict[str, list[str]] = {}
    for name, answer in pictures.items():
        if not answer.whose or answer.may != "yes":
            found.setdefault(codes.get(answer.may, "picture-not-said"), []).append(name)
    worst = ("picture-not-ours", "picture-not-said", "picture-asked-for")
    refusals = [no(code, fix="say-whose", pictures=", ".join(found[code])) for code in worst if code in found]
    return replace(refusals[0], others=tuple(refusals[1:])) if refusals else YES


def may_render_from(answer: Answer, *, shows_person: bool, shows_face: bool, kind: str) -> Decision:
    """May a picture be cut out as a garment, or stand behind a figure? Nobody is in the one, no face in the other."""
    if answer.may == "no":
        return no("picture-not-ours-to-use")
    if kind == "garment" and shows_person:
        return no("person-in-garment")
    return no("face-in-backdrop") if kind == "backdrop" and shows_face else YES


def may_correct(booked: Collection[str], *, hers: bool) -> Decision:
    """A garment is corrected by those who handle the rack, and by whoever brought it."""
    if hers or set(booked) & set(RACK):
        return YES
    return no("not-booked-for", slot="garments", craft="styling", booked=",".join(sorted(booked)))


def is_a_part(kind: str, old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    """Whether a change touches only what a part's craft may move."""
    if kind == "garments":
        return _worn(old) == _worn(new)
    if kind == "makeup":
        return _but_nails(old) == _but_nails(new)
    return False


def _worn(value: Mapping[str, object]) -> list[tuple[object, object]]:
    pieces = value.get("pieces", [])
    return [(piece.get("garment"), piece.get("view")) for piece in pieces] if isinstance(pieces, list) else []


def _but_nails(value: Mapping[str, object]) -> dict[object, object]:
    tints = value.get("tints", {})
    rest = {region: tint for region, tint in tints.items() if region != "nails"} if isinstance(tints, Mapping) else {}
    return {**rest, "using": value.get("using", "")}


IN_FRONT = ("eyewear", "jewellery")
SHOWN_BY: Mapping[str, tuple[str, ...]] = {  # the framings in which a piece of this kind is seen
    "shoes": ("full-length",),
    "bottom": ("full-length", "three-quarter", "head-to-hip"),
    "bag": ("full-length", "three-quarter", "head-to-hip"),
    "belt": ("full-length", "three-quarter", "head-to-hip"),
    "hat": ("full-length", "three-quarter", "head-to-hip", "bust", "beauty"),
    "eyewear": ("full-length", "three-quarter", "head-to-hip", "bust", "beauty"),
}


def why_unseen(category: str, *, view: str, close: bool, framing: str) -> str:
    """Why a piece is not in the picture although it is worn: "behind" or "frame"; "" where it is.

    view: from where the figure was photographed. close: whether the plate itself ends at the chest.
    """
    if category in IN_FRONT and view == "back":
        return "behind"
    shown = SHOWN_BY.get(category)
    return "frame" if shown and (framing not in shown or (close and "bust" not in shown)) else ""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of hers. undoes: the step that it took back. overtaken: somebody else changed that slot since."""

    id: str
    undoes: str = ""
    overtaken: bool = False


def steps_of(changes: Iterable[Step]) -> tuple[list[Step], list[Step]]:
    """Of one person's changes in order: what she may take back, and what she took back and may have again.

    The last of each comes first. A new change ends what could be had again, as anywhere.
    """
    done: list[Step] = []
    undone: list[Step] = []
    for each in changes:
        if not each.undoes:
            done.append(each)
            undone.clear()
        elif any(one.id == each.undoes for one in done):
            done = [one for one in done if one.id != each.undoes]
            undone.append(each)
        else:
            undone = [one for one in undone if one.id != each.undoes]
            done.append(each)
    return done[::-1], undone[::-1]


def next_step(steps: Sequence[Step]) -> Step | None:
    """The last that is still hers alone; where somebody has changed each of them since, the very last."""
    return next((one for one in steps if not one.overtaken), steps[0] if steps else None)


def may_keep_preset(*, set_at_all: bool, hers: bool, who: str) -> Decision:
    """A slot is kept under a name by whoever set it: it is her work, and goes on under hers."""
    if not set_at_all:
        return no("nothing-to-keep")
    return YES if hers else no("not-your-setting", who=who)


def may_keep(*, unseen: bool, who: str) -> Decision:
    """Nobody overwrites what she has not seen. unseen: somebody else changed it since; who: that was."""
    return no("stale", who=who) if unseen else YES
