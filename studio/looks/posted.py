"""A slot as a form sends it, made into its plain value. What is no number is left as text, which `slots.read` refuses.

Each function is given what was sent and the value there is, and changes nothing that was not sent.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict

from studio.imaging.light import SET_UPS
from studio.looks.slots import REGIONS, LightSlot

Value = dict[str, Any]
FITS = ("width", "length", "shift_x", "shift_y")
FIT_SWITCHES = ("tucked",)
CDL = ("slope", "offset", "power")


def number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def numbers(sent: QueryDict, value: Value, names: tuple[str, ...]) -> Value:
    return {**value, **{name: number(sent.get(name, "")) for name in names if name in sent}}


def texts(sent: QueryDict, value: Value, names: tuple[str, ...]) -> Value:
    return {**value, **{name: sent[name] for name in names if name in sent}}


def light(sent: QueryDict, value: Value) -> Value:
    read = numbers(sent, texts(sent, value, ("set_up",)), ("ratio", "softness", "side", "kelvin"))
    return {**read, **_start_of(read, value)}


def _start_of(read: Value, value: Value) -> Value:
    """Another set-up begins as it is usually lit, unless key to fill or softness were moved with it."""
    before = LightSlot().to_json() | value
    same = all(read.get(name, before[name]) == before[name] for name in ("ratio", "softness"))
    plan = SET_UPS.get(str(read.get("set_up")))
    if plan is None or not same or read.get("set_up") == before["set_up"]:
        return {}
    return {"ratio": plan.ratio, "softness": plan.softness}


def lens(sent: QueryDict, value: Value) -> Value:
    read = numbers(sent, texts(sent, value, ("framing", "aspect")), ("focal_mm", "f_stop"))
    return {**read, "crops": sent.getlist("crops")} if "crops_sent" in sent else read


def grade(sent: QueryDict, value: Value) -> Value:
    read = numbers(sent, texts(sent, value, ("lut",)), ("exposure", "temperature", "contrast", "saturation"))
    if "colour_sent" in sent:
        read["colour_true"] = "colour_true" in sent
    for name in CDL:
        if f"{name}_r" in sent:
            read[name] = [number(sent.get(f"{name}_{channel}", "")) for channel in "rgb"]
    return read


def hair(sent: QueryDict, value: Value) -> Value:
    """A colour whose box is not ticked is her own."""
    read = texts(sent, value, ("style",))
    if "hair_sent" not in sent:
        return read
    strength = number(sent.get("strength", "80"))
    dyed = {
        "colour": sent.get("colour", ""),
        "strength": strength / 100 if isinstance(strength, float) else strength,
    }
    plain = {name: each for name, each in read.items() if name not in dyed}
    return {**plain, **(dyed if "coloured" in sent else {}), "behind": "behind" in sent}


def place(sent: QueryDict, value: Value) -> Value:
    return texts(sent, value, ("backdrop",))


def words(sent: QueryDict, value: Value) -> Value:
    return texts(sent, value, ("text",))


def twin(sent: QueryDict, value: Value) -> Value:
    return {"stand_in": sent.get("stand_in", "")}


def makeup(sent: QueryDict, value: Value) -> Value:
    """The whole chart: a region whose box is not ticked is bare."""
    if "chart_sent" not in sent:
        return value
    painted = [region for region in REGIONS if sent.get(f"{region}-on")]
    return {**texts(sent, value, ("using",)), "tints": {region: _tint(sent, region) for region in painted}}


def _tint(sent: QueryDict, region: str) -> Value:
    strength = number(sent.get(f"{region}-strength", "70"))
    return {
        "colour": sent.get(f"{region}-colour", ""),
        "strength": strength / 100 if isinstance(strength, float) else strength,
        "finish": sent.get(f"{region}-finish", "satin"),
    }


def garments(sent: QueryDict, value: Value) -> Value:
    """Put on, take off, set in another order, or change how one piece sits."""
    pieces: list[Value] = [dict(piece) for piece in value.get("pieces", [])]
    if on := sent.get("wear"):
        pieces = [piece for piece in pieces if piece["garment"] != on] + [{"garment": on}]
    if off := sent.get("take_off"):
        pieces = [piece for piece in pieces if piece["garment"] != off]
    if order := sent.getlist("order"):
        pieces.sort(key=lambda piece: order.index(piece["garment"]) if piece["garment"] in order else len(order))
    if inwards := sent.get("inwards"):
        pieces = _moved_in(pieces, inwards)
    if outwards := sent.get("outwards"):
        pieces = _moved_in(pieces[::-1], outwards)[::-1]
    return {"pieces": [_fitted(sent, piece) for piece in pieces]}


def _moved_in(pieces: list[Value], garment: str) -> list[Value]:
    """One layer nearer to the skin."""
    at = next((place for place, piece in enumerate(pieces) if piece["garment"] == garment), 0)
    if at:
        pieces[at - 1], pieces[at] = pieces[at], pieces[at - 1]
    return pieces


def _fitted(sent: QueryDict, piece: Value) -> Value:
    if sent.get("fit") != piece["garment"]:
        return piece
    fit: Value = texts(sent, numbers(sent, dict(piece.get("fit", {})), FITS), ("front",))
    return {**piece, "fit": {**fit, **{name: name in sent for name in FIT_SWITCHES}}}


FROM: Mapping[str, Callable[[QueryDict, Value], Value]] = {
    "twin": twin,
    "garments": garments,
    "makeup": makeup,
    "hair": hair,
    "light": light,
    "lens": lens,
    "place": place,
    "grade": grade,
    "words": words,
}
