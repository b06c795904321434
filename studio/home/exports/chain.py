"""A chain to take along: its entries, its signed days, the program that checks them, and how to use it."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from studio.home.exports.zips import zipped as zipped_files
from studio.register import exports, signing


def zipped(chain: str, *, now: datetime) -> bytes:
    return zipped_files(files_of(chain, now=now))


def files_of(chain: str, *, now: datetime) -> dict[str, bytes]:
    return {**exports.files_of(chain, now=now), "README.txt": readme(chain).encode()}


def readme(chain: str) -> str:
    """In the language in force, and honest about what the check proves."""
    said = {"studio": settings.STUDIO_NAME, "chain": chain, "fingerprint": signing.signer().fingerprint}
    return "\n\n".join(paragraph % said for paragraph in paragraphs()) + "\n"


def paragraphs() -> list[str]:
    return [
        _("The register of %(chain)s, kept by %(studio)s."),
        _(
            "chain.jsonl: every entry, one a line, each with the hash of the one before it. "
            "It holds ids, codes and hashes, and nobody's name.\n"
            "head.json: where the chain ended when you took it, signed by the studio.\n"
            "days.json: the days that the studio signed, each with where this chain stood then.\n"
            "check.py: the program that checks all three."
        ),
        _(
            "To check it you need Python 3 and nothing else, and no network:\n\n"
            "    python3 check.py\n\n"
            "To check as well that it was this studio's key, give the key's fingerprint, "
            "from a letter or a page that you trust:\n\n"
            "    python3 check.py %(fingerprint)s"
        ),
        _(
            "What it proves: no entry was changed, taken out or put between since the studio signed, "
            "and the chain is the one that the signed days stand on. What it does not prove: that what an entry says "
            "was true when it was written, or that a key is whose it says it is. For that you compare the fingerprint, "
            "and keep the signed days that you were sent."
        ),
    ]
