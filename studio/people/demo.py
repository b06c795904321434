"""The demonstration house's sign-ins, shown at the door while it is loaded."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    name: str
    email: str
    does: str  # "Photographer", "Model"
    password: str


def sign_ins() -> list[DemoSignIn]:
    """Read from data/demo-sign-ins.json: {"password": "...", "people": [{"name", "email", "does"}]}. No file, none."""
    path = Path(settings.DATA) / "demo-sign-ins.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        password = str(kept.get("password", ""))
        return [
            DemoSignIn(one["name"], one["email"], one.get("does", ""), one.get("password", password))
            for one in kept["people"]
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
