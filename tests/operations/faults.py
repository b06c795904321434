"""Builds of the verbs with a fault put in. The races have to catch each of them, or they prove nothing."""

from collections.abc import Iterable
from typing import Any
from unittest.mock import patch

from studio.assets import actions as assets
from studio.consent import gates
from studio.twins.models import Twin


def without_the_hold() -> None:
    """Consent is asked, but nothing keeps it from changing before the answer's transaction commits."""

    def hold(twins: Iterable[Twin], *, alone: bool = False) -> None:
        return None

    patch.object(gates, "hold", hold).start()


def asked_before_the_transaction() -> None:
    """A delivery relies on what it was told before its transaction began."""
    deliver, reckon = assets.deliver, assets.reckon

    def delivered(rendition: Any, wanted: Any, **rest: Any) -> Any:
        told = reckon(rendition.asset, wanted, now=rest["now"])
        with patch.object(assets, "reckon", lambda *asked, **how: told):
            return deliver(rendition, wanted, **rest)

    patch.object(assets, "deliver", delivered).start()
