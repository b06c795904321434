"""A model takes her twin's passport in one studio and makes the twin in another: two data folders, two keys."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import ROOT, Studio, Windows, ready

pytestmark = pytest.mark.browser

MODEL = "Nia Dembe"
SECRET = "four words nobody guesses"
PASSWORD = "a long-standing secret"
EMAIL = "nia@example.org"
SET_UP = f"""
from django.utils import timezone
from studio.people.models import Person
from studio.twins.models import AdultCheck
staff = Person.objects.create_user("runs@example.org", "{PASSWORD}", name="Runs It", is_staff=True)
nia = Person.objects.create_user("{EMAIL}", "{PASSWORD}", name="{MODEL}")
AdultCheck.objects.create(person=nia, by=staff, part="staff", document="passport", checked_at=timezone.now())
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """An empty studio with a key of its own, where somebody has seen that she is of age."""
    running = Studio(tmp_path_factory.mktemp("elsewhere") / "data", "--no-demo")
    own = {key: value for key, value in os.environ.items() if not key.startswith("DOUBLURE_")}
    own["DOUBLURE_DATA"] = str(running.folder)
    subprocess.run([sys.executable, "manage.py", "shell", "-c", SET_UP], cwd=ROOT, env=own, check=True, timeout=120)
    running.emails, running.password = {MODEL: EMAIL}, PASSWORD
    yield running
    assert running.close() == 0


def taken(page: Page, address: str, into: Path) -> Path:
    """The passport with her base photographs, as a file."""
    page.goto(f"{address}/register/")
    ready(page)
    page.click("text=Check every entry now")
    expect(page.locator("#checked")).to_contain_text("are as they were written")
    page.click("text=Take everything with you")
    page.click("text=Take a passport")
    page.check("input[name=with_plates]")
    page.fill("input[name=passphrase]", SECRET)
    with page.expect_download() as waiting:
        page.click("main button:has-text('Take the passport')")
    file = into / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def test_her_twin_goes_to_another_studio_and_nothing_is_in_force_there(
    studio: Studio, elsewhere: Studio, windows: Windows, browser: Browser, tmp_path: Path
) -> None:
    file = taken(windows.page(MODEL), studio.address, tmp_path)
    there = Windows(elsewhere, browser)
    page = there.page(MODEL, phone=True)

    cut_off = tmp_path / "cut-off.zip"
    cut_off.write_bytes(file.read_bytes()[:5000])
    page.goto(f"{elsewhere.address}/passport/bring/")
    ready(page)
    page.set_input_files("#passport", cut_off)
    page.click("text=Read it")
    expect(page.locator(".refusal")).to_contain_text("Nothing of it was kept.")

    page.set_input_files("#passport", file)
    page.click("text=Read it")
    expect(page.locator("h1")).to_contain_text(f"{MODEL}, from Doublure")
    expect(page.locator("main")).to_contain_text("this studio does not know that key")
    expect(page.locator("main")).to_contain_text("As history. None is in force here.")
    page.fill("input[name=passphrase]", SECRET)
    page.check("input[name=data_consent]")
    page.click("text=Make my twin here")
    expect(page.locator(".refusal")).to_contain_text("does not know the key")
    page.fill("input[name=passphrase]", SECRET)
    page.check("input[name=trusts_key]")
    page.check("input[name=data_consent]")
    page.click("text=Make my twin here")
    expect(page.locator("h1")).to_contain_text(f"{MODEL} came here from Doublure.")
    expect(page.locator("main")).to_contain_text("nothing of it is in force here")

    page.goto(f"{elsewhere.address}/register/")
    expect(page.locator("main")).to_contain_text("The twin was brought here with a passport of another studio, by you.")
    assert not there.faults and not windows.faults
    there.close()
