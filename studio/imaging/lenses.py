"""What a lens does, in millimetres of the full frame: how far away the camera stands, what is sharp, how the place
behind the figure grows. By the formulas of the thin lens; nothing here touches a pixel.
"""

FRAME_MM = (36.0, 24.0)  # long and short side of the full frame
BEHIND_M = 2.5  # how far behind the figure the place stands
WIDEST_MM = 35  # a place is taken to be just as large as this lens shows it behind a whole figure
WHOLE_M = 2.05  # what a picture of a whole figure shows from top to bottom
SHOULDERS_M, TRUNK_M = 0.36, 0.5  # between the shoulder joints; from their line down to the hip joints
CAMERA_M = 1.1  # height of the camera over the floor


def side_mm(aspect: float) -> float:
    """How much of the frame's height a picture of this shape (width over height) uses, the camera turned to suit."""
    long, short = FRAME_MM
    return min(short, long / aspect) if aspect >= 1 else min(long, short / aspect)


def distance_m(focal_mm: float, field_m: float, aspect: float) -> float:
    """From the lens to the figure, where the picture shows `field_m` from top to bottom there."""
    magnification = side_mm(aspect) / (field_m * 1000)
    return focal_mm * (1 + 1 / magnification) / 1000


def circle_mm(focal_mm: float, f_stop: float, away_m: float, behind_m: float = BEHIND_M) -> float:
    """On the film: across the disc that a point so far behind the figure becomes, the figure being sharp."""
    away = away_m * 1000
    return focal_mm**2 / (f_stop * (away - focal_mm)) * behind_m / (away_m + behind_m)


def blur_part(focal_mm: float, f_stop: float, field_m: float, aspect: float) -> float:
    """The same disc behind a figure, as a part of the picture's height."""
    return circle_mm(focal_mm, f_stop, distance_m(focal_mm, field_m, aspect)) / side_mm(aspect)


def smaller_behind(away_m: float, behind_m: float = BEHIND_M) -> float:
    """How large a thing behind the figure looks, against the same thing beside her: less than 1."""
    return away_m / (away_m + behind_m)


def place_grows(focal_mm: float, field_m: float, aspect: float) -> float:
    """How many times larger the place looks beside the figure than behind a whole figure with the widest lens."""
    here = smaller_behind(distance_m(focal_mm, field_m, aspect))
    return here / smaller_behind(distance_m(WIDEST_MM, WHOLE_M, aspect))
