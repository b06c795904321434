"""The crafts of a shoot, as the call sheet and the credits name them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Craft(models.TextChoices):
    PHOTOGRAPHY = "photography", _("Photography")
    STYLING = "styling", _("Styling")
    HAIR = "hair", _("Hair")
    MAKE_UP = "make-up", _("Make-up")
    NAILS = "nails", _("Nails")
    SET_DESIGN = "set-design", _("Set design")
    CASTING = "casting", _("Casting")
    CREATIVE_DIRECTION = "creative-direction", _("Creative direction")
    ART_DIRECTION = "art-direction", _("Art direction")
    PRODUCTION = "production", _("Production")
    RETOUCHING = "retouching", _("Retouching")
    AI_DIRECTION = "ai-direction", _("AI direction")
    DIGITAL_OPERATOR = "digital-operator", _("Digital operator")
    LIGHTING = "lighting", _("Lighting")
    PHOTO_ASSISTANCE = "photo-assistance", _("Photo assistance")
    STYLING_ASSISTANCE = "styling-assistance", _("Styling assistance")
    TAILORING = "tailoring", _("Tailoring")
    MOVEMENT_DIRECTION = "movement-direction", _("Movement direction")
