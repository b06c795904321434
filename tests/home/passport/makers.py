"""A passport of one studio, opened or changed, and another studio that it is brought to."""

import json
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.test import TestCase, override_settings

from studio.consent import actions as consent
from studio.consent.terms import StandingRules as Nevers
from studio.home.passport import arriving, bundle, leaving
from studio.people.models import Person
from studio.register import signing
from studio.twins.figures import figure_of
from studio.twins.models import BarredMark, CaptureCredit, Twin
from tests import crew, story
from tests.crew import NOW

SECRET = "four words nobody guesses"
Files = dict[str, bytes]


def taken(twin: Twin, *, plates: bool = False, passphrase: str = SECRET) -> bytes:
    decision, content = leaving.take_passport(
        twin, with_plates=plates, passphrase=passphrase, by=twin.owner, now=NOW, evidence=crew.fresh()
    )
    assert decision, decision
    return content


def files_in(data: bytes) -> Files:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Files) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def without(files: Files, name: str) -> Files:
    return {each: content for each, content in files.items() if each != name}


def signed_anew(files: Files, change: Callable[[dict[str, Any]], object] = lambda manifest: None) -> bytes:
    """With the studio's own key, so that only the content is wrong."""
    own = {name: content for name, content in files.items() if name not in {bundle.MANIFEST, bundle.SIGNATURE}}
    before = json.loads(files[bundle.MANIFEST])
    manifest = bundle.manifest_of(own, twin=before["twin"], studio=before["studio"], made_at=before["made_at"])
    change(manifest)
    return zipped(bundle.signed(own, manifest, signing.signer().sign))


class TwoStudios(TestCase):
    """Two studios in one: the second one has another key."""

    def setUp(self) -> None:
        story.clock(self)
        self.there = crew.twin(name="Nia", height_cm=178)
        self.plate = crew.plate(self.there)
        self.seen_there = figure_of(self.plate)
        photographer = crew.person("Jonas Vehr")
        CaptureCredit.objects.create(capture=self.plate.capture, person=photographer, craft="photography")
        BarredMark.objects.create(twin=self.there, kind="tattoo", place="left-forearm", at=NOW)
        consent.set_standing_rules(
            self.there, Nevers(never_categories=("fur",), never_houses=("h",)), by=self.there.owner, now=NOW
        )
        crew.grant(self.there, crew.house("Corvane"))
        self.data, self.signer_there = taken(self.there, plates=True), signing.signer()
        self.keys_there = settings.KEYS_FOLDER
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        elsewhere = override_settings(KEYS_FOLDER=Path(folder.name))
        elsewhere.enable()
        self.addCleanup(elsewhere.disable)
        self.bearer = crew.person("Nia Dembe")
        crew.adult(self.bearer)

    def brought(self, *, by: Person | None = None, **given: Any) -> tuple[Any, Twin | None]:
        arrival = arriving.arrive(self.data, by=self.bearer, now=NOW)
        said: dict[str, Any] = {"passphrase": SECRET, "data_consent": True, "trusts_key": True}
        said |= {"evidence": crew.fresh()}
        return arriving.bring(arrival, by=by or self.bearer, now=NOW, **(said | given))

    def made(self, **given: Any) -> Twin:
        decision, twin = self.brought(**given)
        assert twin, decision
        return twin
