import re
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.test import SimpleTestCase

from studio.decisions import no
from studio.web.forms import Renderer
from studio.web.specimens import SpecimenForm

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLES = Path(settings.BASE_DIR) / "static" / "css"


class RefusalTests(SimpleTestCase):
    def test_it_says_what_why_and_what_next(self) -> None:
        shown = render_to_string("web/_refusal.html", {"decision": no("category-never", category="fur")})
        self.assertIn("never wears fur", shown)
        self.assertIn("Take the piece off", shown)


class PictureTests(SimpleTestCase):
    def test_a_picture_has_words_for_who_cannot_see_it(self) -> None:
        shown = render_to_string("web/_picture.html", {"address": "/m/abc", "alt": "The coat", "mark": "PREVIEW"})
        self.assertIn('alt="The coat"', shown)
        self.assertIn("PREVIEW", shown)

    def test_the_veil_stands_instead_of_the_picture(self) -> None:
        shown = render_to_string("web/_picture.html", {"address": "/m/abc", "alt": "The coat", "veil": "Paused."})
        self.assertNotIn("<img", shown)
        self.assertNotIn("/m/abc", shown)
        self.assertIn("Paused.", shown)


class ProgressTests(SimpleTestCase):
    def test_it_names_the_step_and_can_be_stopped(self) -> None:
        shown = render_to_string(
            "web/_progress.html", {"name": "Preview 8", "step": "light", "value": 0.5, "stop_url": "/stop/"}
        )
        self.assertIn("light", shown)
        self.assertIn('hx-post="/stop/"', shown)
        self.assertIn('value="0.500"', shown)

    def test_it_asks_again_when_its_topic_speaks(self) -> None:
        shown = render_to_string("web/_progress.html", {"name": "P", "url": "/j/1", "live": "job:1", "value": 0})
        self.assertIn('hx-trigger="live:job:1 from:body, live:poll from:body"', shown)


class FormTests(SimpleTestCase):
    def shown(self, values: dict[str, str] | None = None) -> str:
        return str(SpecimenForm(values, renderer=Renderer()))

    def test_each_field_has_its_label(self) -> None:
        for name in ("title", "framing", "pay_day", "words"):
            self.assertIn(f'for="id_{name}"', self.shown())

    def test_a_wrong_value_is_marked_and_described(self) -> None:
        shown = self.shown({"pay_day": "31 February"})
        self.assertRegex(shown, r'name="pay_day"[^>]*aria-invalid="true"')
        self.assertIn("Enter a valid date.", shown)

    def test_the_words_that_describe_a_field_are_on_the_page(self) -> None:
        for shown in (self.shown(), self.shown({"pay_day": "31 February"})):
            for names in re.findall(r'aria-describedby="([^"]+)"', shown):
                for name in names.split():
                    self.assertIn(f'id="{name}"', shown)

    def test_a_refusal_of_the_whole_form_stands_above_it(self) -> None:
        form = SpecimenForm({"title": "x"}, renderer=Renderer())
        form.add_error(None, "Not available for this brief.")
        self.assertIn("Not available for this brief.", str(form).split("<label")[0])

    def test_only_what_can_be_typed_in_looks_so(self) -> None:
        self.assertNotRegex(self.shown(), r'type="checkbox"[^>]*class="in"')


class StrictTests(SimpleTestCase):
    """What the content policy would refuse must not be written."""

    def test_no_template_has_inline_styles_or_handlers(self) -> None:
        for path in TEMPLATES.rglob("*.html"):
            if path.parts[-2:-1] == ("mail",):
                continue
            with self.subTest(path=str(path.relative_to(TEMPLATES))):
                text = path.read_text(encoding="utf-8")
                self.assertNotRegex(text, r"\sstyle=|\son[a-z]+=\"|hx-on|hx-vals='js:|javascript:")

    def test_no_sheet_names_an_id(self) -> None:
        for path in STYLES.glob("*.css"):
            with self.subTest(path.name):
                plain = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "{}", path.read_text(encoding="utf-8"), flags=re.S)
                self.assertNotRegex(plain, r"#[a-zA-Z]")

    def test_every_rule_of_a_sheet_stands_in_a_layer(self) -> None:
        for path in STYLES.glob("*.css"):
            with self.subTest(path.name):
                text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
                self.assertEqual(outside_layers(text), [])


def outside_layers(text: str) -> list[str]:
    """The preludes of top-level blocks that are neither a layer nor a font."""
    depth, start, found = 0, 0, []
    for place, sign in enumerate(text):
        if sign == "{":
            if depth == 0:
                found.append(text[start:place].split(";")[-1].strip())
            depth += 1
        elif sign == "}":
            depth -= 1
            start = place + 1
    return [prelude for prelude in found if not prelude.startswith(("@layer", "@font-face"))]
