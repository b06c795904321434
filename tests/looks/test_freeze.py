"""The same slots give the same name; another value, another one."""

import json
from uuid import uuid4

import rfc8785
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase as HypothesisTestCase

from studio.looks import actions, recipes, slots
from studio.looks.models import Look, Recipe
from tests import crew
from tests.crew import NOW

LIGHTS = some.builds(
    slots.LightSlot,
    set_up=some.sampled_from(slots.SET_UPS),
    ratio=some.floats(1, 16).map(lambda n: round(n, 4)),
    kelvin=some.integers(2500, 10000),
)
GRADES = some.builds(slots.GradeSlot, exposure=some.floats(-3, 3).map(lambda n: round(n, 4) + 0.0))
LENSES = some.builds(slots.LensSlot, crops=some.permutations(slots.ASPECTS).map(tuple))


def frozen(look: Look, **fields: object) -> Recipe:
    return actions.freeze(look, engine="draft", engine_version="1", now=NOW, **fields)  # type: ignore[arg-type]


class FreezeTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.look = crew.look(self.shoot)
        self.ana = crew.booked(self.shoot, "styling", "photography")

    def test_the_same_slots_give_the_same_recipe_in_any_look(self) -> None:
        self.assertEqual(frozen(self.look), frozen(crew.look(self.shoot)))

    def test_a_changed_slot_gives_another(self) -> None:
        before = frozen(self.look)
        actions.set_slot(self.look, "light", {"set_up": "split"}, base_version=0, by=self.ana, now=NOW)
        self.assertNotEqual(frozen(self.look), before)

    def test_another_engine_or_seed_gives_another(self) -> None:
        other = actions.freeze(self.look, engine="diffusion", engine_version="1", now=NOW)
        self.assertEqual(len({frozen(self.look), other, frozen(self.look, seed=1)}), 3)

    def test_a_garment_is_in_it_by_its_content(self) -> None:
        garment = crew.garment(self.shoot)
        value = {"pieces": [{"garment": str(garment.id)}]}
        actions.set_slot(self.look, "garments", value, base_version=0, by=self.ana, now=NOW)
        before = frozen(self.look)
        piece = json.loads(before.canonical)["slots"]["garments"]["pieces"][0]
        view = garment.views.get()
        assert view.cutout is not None
        self.assertEqual((piece["cutout"], piece["anchors"]), (view.cutout.sha256, view.anchors))
        view.cutout = crew.blob(mode="RGBA")
        view.save()
        self.assertNotEqual(frozen(self.look), before)

    def test_it_is_canonical_and_named_by_its_hash(self) -> None:
        recipe = frozen(self.look)
        self.assertEqual(rfc8785.dumps(json.loads(recipe.canonical)).decode(), recipe.canonical)
        self.assertEqual(recipes.name_of(recipe.canonical.encode()), recipe.sha256)

    def test_a_slot_nobody_ever_set_is_the_empty_one(self) -> None:
        before = frozen(self.look)
        self.look.slots.filter(kind="grade").delete()
        self.assertEqual(frozen(self.look), before)


class NamesTests(HypothesisTestCase):
    def setUp(self) -> None:
        self.look = crew.look()

    @settings(max_examples=40, deadline=None)
    @given(light=LIGHTS, other=LIGHTS, grade=GRADES, lens=LENSES)
    def test_names_are_equal_just_when_values_are(
        self, light: slots.LightSlot, other: slots.LightSlot, grade: slots.GradeSlot, lens: slots.LensSlot
    ) -> None:
        def name(light: slots.LightSlot) -> str:
            values = {**recipes.values_of(self.look), "light": light, "grade": grade, "lens": lens}
            values = {kind: slots.read(kind, json.loads(json.dumps(value.to_json()))) for kind, value in values.items()}
            body = recipes.body(values, engine="draft", engine_version="1", seed=0)
            return recipes.name_of(rfc8785.dumps(body))

        self.assertEqual(name(light), name(slots.LightSlot.from_json(light.to_json())))
        self.assertEqual(name(light) == name(other), light == other)


class NoFigureTests(TestCase):
    def test_without_any_figure_nothing_is_frozen(self) -> None:
        look = crew.look()
        look.slots.filter(kind="twin").delete()
        with self.assertRaises(recipes.NothingToPhotographError):
            frozen(look, seed=int(uuid4()) % 100)
