"""What every template may ask for. Everything that costs a query is asked only when a page names it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from studio.web import shell as bar

THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """The reader's own choice, or "" for the machine's."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    user: Any = getattr(request, "user", None)
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "theme": theme_of(request),
        "studio_name": settings.STUDIO_NAME,
        "public_url": settings.PUBLIC_URL,
        "shell_waits": SimpleLazyObject(lambda: bar.waits_for(user) if user is not None else 0),
        "shell_nav": SimpleLazyObject(lambda: tuple(bar.nav_for(request))),
        "shell_live": lambda: bar.live_for(request),
        "shell_words": words,
    }


def words() -> dict[str, str]:
    """The few words that scripts say themselves. `{n}` stands for a number."""
    return {
        "undo": _("Undo"),
        "close": _("Close"),
        "copied": _("Copied."),
        "offline": _("Not connected. What you see may be a few seconds old; nothing you keep is lost."),
        "cut": _("This page has changed for you. It loads again."),
        "unsent": _("Not sent. The studio cannot be reached. Try again when the line is back."),
        "failed": _("Not done. Something in the studio failed, and nothing was kept. Try again."),
        "gone": _("Not found. It was taken away, or it is not yours."),
        "slow": _("Not done. The studio is busy. Wait a moment and try again."),
        "waits": _("{n} for you"),
    }
