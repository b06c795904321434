"""The guide of a capture day: twelve frames as line figures, and the places of a body that a mark can be barred at."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from studio.web.sentences.told import Words

HEAD, HANDS, FEET = "head", "hands", "feet"
WHOLE = (HEAD, HANDS, FEET)


@dataclass(frozen=True, slots=True)
class Shot:
    """One frame of the guide. needs: what must lie inside it. circle and path: a figure, 40 wide and 60 high."""

    code: str
    label: Words
    says: Words
    view: str
    framing: str
    needs: tuple[str, ...]
    circle: tuple[float, float, float]
    path: str

    @property
    def ry(self) -> float:
        """A head is taller than it is wide."""
        return round(self.circle[2] * 1.2, 1)


def _shot(
    code: str,
    label: Words,
    says: Words,
    *,
    view: str = "front",
    framing: str = "full",
    needs: tuple[str, ...] = WHOLE,
    circle: tuple[float, float, float] = (20, 8, 4),
    path: str,
) -> Shot:
    return Shot(code, label, says, view, framing, needs, circle, path)


_TRUNK = "M15 17h10M20 12v5M15 17l1 15h8l1-15"
_LEGS = "M17.5 32l-.5 22h-3M22.5 32l.5 22h3"
_FACE = "M8 58c0-11 5-15 12-15s12 4 12 15M17 36v7M23 36v7"

GUIDE: tuple[Shot, ...] = (
    _shot(
        "front",
        _("Front"),
        _("Straight to the camera, weight on both feet, arms hanging."),
        path=f"{_TRUNK}{_LEGS}M15 17l-3 11 1 9M25 17l3 11-1 9",
    ),
    _shot(
        "three-quarter-left",
        _("Three-quarter left"),
        _("Turned an eighth to the model's left, face with the body."),
        view="left-3/4",
        circle=(21.5, 8, 4),
        path=(
            "M17 17h7M21 12v5M17 17l.5 15h6L24 17M18.5 32 18 54h-2M22.5 32l1.5 22h4M17 17l-2.5 11 1.5 9"
            "M24 17l2 11v9M24.5 6l2 1.5-1.5 1"
        ),
    ),
    _shot(
        "three-quarter-right",
        _("Three-quarter right"),
        _("Turned an eighth to the model's right, face with the body."),
        view="right-3/4",
        circle=(18.5, 8, 4),
        path=(
            "M16 17h7M19 12v5M16 17l.5 15h6l.5-15M17.5 32 16 54h-4M21.5 32l.5 22h2M23 17l2.5 11-1.5 9"
            "M16 17l-2 11v9M15.5 6l-2 1.5 1.5 1"
        ),
    ),
    _shot(
        "back",
        _("Back"),
        _("Back to the camera, hair off the shoulders."),
        view="back",
        path=f"{_TRUNK}{_LEGS}M15 17l-3 11 1 9M25 17l3 11-1 9M20 17v13M17 9.5c2 1.5 4 1.5 6 0",
    ),
    _shot(
        "hands-on-hips",
        _("Hands on hips"),
        _("Both hands on the hips, elbows out."),
        path=f"{_TRUNK}{_LEGS}M15 17l-7 7 8 6M25 17l7 7-8 6",
    ),
    _shot(
        "walking",
        _("Walking"),
        _("A step towards the camera, arms swinging."),
        path=f"{_TRUNK}M17.5 32l-3 11 1 11h-3M22.5 32l3 10-2 9 2 1M15 17l-4 10 4 8M25 17l4 10-2 9",
    ),
    _shot(
        "sitting",
        _("Sitting"),
        _("On a plain block, back straight, feet on the floor."),
        circle=(16, 12, 4),
        path="M16 17v5M15 22v14h12v18h4M15 22l3 8 6 4M8 38h14v16H8z",
    ),
    _shot(
        "arms-away",
        _("Arms away"),
        _("Arms a hand's breadth from the body, so that sleeves can be laid on them."),
        path=f"{_TRUNK}{_LEGS}M15 17 8 27l-3 9M25 17l7 10 3 9",
    ),
    _shot(
        "face-front",
        _("Face, front"),
        _("Head and shoulders, hair off the face, eyes to the camera."),
        framing="beauty",
        needs=(HEAD,),
        circle=(20, 24, 13),
        path=f"{_FACE}M14.5 22h3M22.5 22h3M20 22v6h-1.5M17 31.5h6",
    ),
    _shot(
        "face-left",
        _("Face, left"),
        _("The left profile, chin level."),
        view="left",
        framing="beauty",
        needs=(HEAD,),
        circle=(20, 24, 13),
        path=f"{_FACE}M9.5 20l-2.5 7 3 .5M13 21h2.5M10.5 32h4M25 22c2 0 2 5 0 5",
    ),
    _shot(
        "face-right",
        _("Face, right"),
        _("The right profile, chin level."),
        view="right",
        framing="beauty",
        needs=(HEAD,),
        circle=(20, 24, 13),
        path=f"{_FACE}M30.5 20l2.5 7-3 .5M24.5 21H27M25.5 32h4M15 22c-2 0-2 5 0 5",
    ),
    _shot(
        "hands",
        _("Hands"),
        _("Both hands, backs and palms, fingers apart, nails in focus."),
        framing="hands",
        needs=(HANDS,),
        circle=(0, 0, 0),
        path=(
            "M7 52V40l-3-8 2-1 3 5V24h2v11V22h2v13V23h2v12V26h2v16l-3 5v5"
            "M33 52V40l3-8-2-1-3 5V24h-2v11V22h-2v13V23h-2v12V26h-2v16l3 5v5"
        ),
    ),
)
SHOTS: Mapping[str, Shot] = {shot.code: shot for shot in GUIDE}

# As a plate names its pose; what came with a passport may be named otherwise.
POSES: Mapping[str, Words] = {
    **{shot.code.replace("-", " "): shot.label for shot in GUIDE},
    "hand on hip": _("Hand on hip"),
    "beauty": _("Beauty"),
}


def pose_words(pose: str) -> str:
    """A plate's pose in the reader's language; a name that nobody here gave stands as it is written."""
    return str(POSES[pose]) if pose in POSES else pose[:1].upper() + pose[1:]


def comp_card_words(name: str, framing: str) -> str:
    """What a picture of a comp card shows, for who cannot see it, in the language in force."""
    if framing == "beauty":
        return say("%(name)s, digital twin, head and shoulders, in the cover") % {"name": name}
    return say("%(name)s, digital twin, full length, in the cover") % {"name": name}


# Where a mark can be barred, and the parts of `imaging.plates.PARTS` that show the place.
PLACES: Mapping[str, tuple[Words, tuple[str, ...]]] = {
    "face": (_("the face"), ("head",)),
    "neck": (_("the neck"), ("neck",)),
    "chest": (_("the chest"), ("torso",)),
    "belly": (_("the belly"), ("torso",)),
    "back": (_("the back"), ("torso",)),
    "left-upper-arm": (_("the left upper arm"), ("upper_arm_l",)),
    "right-upper-arm": (_("the right upper arm"), ("upper_arm_r",)),
    "left-forearm": (_("the left forearm"), ("forearm_l",)),
    "right-forearm": (_("the right forearm"), ("forearm_r",)),
    "left-hand": (_("the left hand"), ("hand_l",)),
    "right-hand": (_("the right hand"), ("hand_r",)),
    "left-thigh": (_("the left thigh"), ("thigh_l",)),
    "right-thigh": (_("the right thigh"), ("thigh_r",)),
    "left-shin": (_("the left shin"), ("shin_l",)),
    "right-shin": (_("the right shin"), ("shin_r",)),
    "left-foot": (_("the left foot"), ("foot_l",)),
    "right-foot": (_("the right foot"), ("foot_r",)),
}
