"""What is worn counts beside the brief: in casting, in a preview, and until the picture is let out."""

from unittest import TestCase as PlainTestCase

from django.test import TestCase, override_settings
from django.urls import reverse

from studio.consent import actions as consent
from studio.consent import answering
from studio.consent.rules import Use
from studio.consent.terms import StandingRules
from studio.looks import actions as looks
from studio.looks.models import Garment, Look
from studio.looks.tables import table_of
from studio.looks.wearing import proposed, worn_in
from studio.people.models import Person
from studio.previews import actions as previews
from studio.previews.models import Preview
from studio.shoots.uses import Worn, use_of
from studio.twins.models import CaptureCredit, Plate
from tests import crew, story
from tests.crew import NOW


class ProposedTests(PlainTestCase):
    def test_its_kind_says_what_a_licence_calls_it(self) -> None:
        self.assertEqual(proposed("knit", "Merino jumper"), ["knitwear"])
        self.assertEqual(proposed("shoes", "Derby, black"), ["footwear"])

    def test_a_word_of_its_name_says_it_better(self) -> None:
        self.assertEqual(proposed("bottom", "Straight jeans, indigo"), ["denim"])
        self.assertEqual(proposed("top", "Lace bra"), ["lingerie"])

    def test_what_it_is_made_of_counts_beside(self) -> None:
        self.assertEqual(proposed("outerwear", "Mink-lined coat, leather trim"), ["outerwear", "fur", "leather"])

    def test_of_what_is_not_known_nothing_is_proposed(self) -> None:
        self.assertEqual(proposed("", "Thing"), [])


class WearingTests(TestCase):
    """Nia's licence and brief are of outerwear."""

    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()
        self.twin, self.look = self.story.twin, self.story.look

    def wear(self, **declared: object) -> Garment:
        garment = crew.garment(self.story.shoot, "Piece", "top", **declared)
        slot = self.look.slots.get(kind="garments")
        value = {"pieces": [*slot.value["pieces"], {"garment": str(garment.id)}]}
        decision, _ = looks.set_slot(
            self.look, "garments", value, base_version=slot.version, by=self.story.stylist, now=NOW
        )
        assert decision, decision
        self.look = Look.objects.get(id=self.look.id)
        return garment

    def requested(self) -> tuple[str, Preview | None]:
        decision, preview = previews.request_preview(self.look, by=self.story.stylist, now=NOW, key="worn")
        return decision.code, preview

    def use(self) -> Use:
        return use_of(self.look.shoot, "preview", now=NOW, twin=self.twin, worn=worn_in(self.look))

    def test_the_use_is_the_brief_and_everything_that_is_worn(self) -> None:
        self.wear(declared=["lingerie"], brand="Kessel")
        self.assertEqual((self.use().categories, self.use().worn), (("outerwear",), ("lingerie",)))
        self.assertEqual(self.use().brands, ("Kessel",))

    def test_a_look_with_lingerie_is_refused_to_whoever_bars_it_though_the_brief_says_otherwise(self) -> None:
        rules = StandingRules(never_categories=("lingerie",))
        consent.set_standing_rules(self.twin, rules, by=self.story.owner, now=NOW)
        self.assertEqual(self.requested()[0], "ok")
        self.wear(declared=["lingerie"])
        code, preview = self.requested_again()
        self.assertEqual((code, preview), ("not-available", None))

    def requested_again(self) -> tuple[str, Preview | None]:
        decision, preview = previews.request_preview(self.look, by=self.story.stylist, now=NOW, key="again")
        return decision.code, preview

    def colour_hair(self) -> None:
        hair = crew.booked(self.story.shoot, "hair", name="Kofi Mensah")
        at = self.look.slots.get(kind="hair").version
        decision, _ = looks.set_slot(self.look, "hair", {"colour": "#a4522c"}, base_version=at, by=hair, now=NOW)
        assert decision, decision
        self.look = Look.objects.get(id=self.look.id)

    def test_hair_that_nobody_changed_is_named_for_who_did_it_when_the_plate_was_taken(self) -> None:
        self.look.slots.filter(kind="hair").update(value={})
        plate = Plate.objects.filter(twin=self.twin).get(id=self.look.slots.get(kind="twin").value["twins"][0]["plate"])
        for craft, name in (("photography", "Jonas Vehr"), ("hair", "Mona Lind")):
            CaptureCredit.objects.create(capture=plate.capture, person=crew.person(name), craft=craft)
        slots = table_of(self.look, self.story.stylist, "").slots
        self.assertEqual(slots["hair"].words, "As photographed by Mona Lind")

    def test_another_colour_of_hair_is_an_alteration_and_refused_where_none_is_granted(self) -> None:
        self.assertEqual(self.use().alterations, ())
        self.colour_hair()
        self.assertEqual(self.use().alterations, ("hair-colour",))
        self.assertEqual(self.requested(), ("not-available", None))

    def test_what_is_worn_beside_the_advertised_needs_no_licence_of_its_own(self) -> None:
        self.wear(declared=["denim"])
        self.assertEqual(self.requested()[0], "ok")

    def test_another_house_s_brand_counts_and_the_house_s_own_does_not(self) -> None:
        self.wear(declared=["outerwear"], brand=self.story.house.name.upper())
        self.assertEqual(worn_in(self.look).brands, ())
        self.wear(declared=["outerwear"], brand="Kessel")
        self.assertEqual(self.requested()[0], "not-available")

    def test_nobody_is_cast_into_what_she_bars(self) -> None:
        self.wear(declared=["fur"])
        slot = self.look.slots.get(kind="twin")
        decision, _ = looks.cast(
            self.look, [(self.twin, self.story.plate)], base_version=slot.version, by=self.story.director, now=NOW
        )
        self.assertFalse(decision)

    def test_the_picture_keeps_what_was_worn_and_hears_of_a_later_declaration(self) -> None:
        garment = self.wear(declared=["outerwear"])
        preview = self.requested()[1]
        assert preview
        self.assertEqual(preview.worn, Worn(("outerwear",)))
        Garment.objects.filter(id=garment.id).update(declared=["fur"])
        self.assertEqual(previews.worn_by_now(preview).categories, ("outerwear", "fur"))


class DeclaringTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.stylist = crew.booked(self.shoot, "styling")
        self.garment = crew.garment(self.shoot, by=self.stylist)
        self.url = reverse("looks:garment", args=[self.garment.id])
        crew.signed_in(self.client, self.stylist)

    def keep(self, **said: object) -> int:
        form = {"title": "Coat", "category": "outerwear", "whose": "house", "may": "yes", "reuse": "shoot", **said}
        return self.client.post(self.url, form).status_code

    def test_it_is_declared_on_its_page(self) -> None:
        self.assertEqual(self.keep(declared=["outerwear", "fur"], brand=" Kessel "), 302)
        self.garment.refresh_from_db()
        self.assertEqual((self.garment.declared, self.garment.brand), (["fur", "outerwear"], "Kessel"))

    def test_undeclared_it_is_not_kept(self) -> None:
        self.assertEqual(self.keep(), 422)

    def test_what_no_licence_opens_cannot_be_declared(self) -> None:
        self.assertEqual(self.keep(declared=["nudity"]), 422)


@override_settings(ANSWERS_A_DAY=3)
class DeclaredAgainTests(TestCase):
    """What a piece is declared as asks everybody's rules: nobody finds them out by declaring it again and again."""

    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.stylist = crew.booked(self.shoot, "styling")
        self.piece = crew.garment(self.shoot, "Piece", "top")

    def declare(self, *categories: str, brand: str = "", title: str = "Piece", by: Person | None = None) -> str:
        said = looks.Correction(title, "top", "", "shoot", declared=categories, brand=brand)
        return looks.correct_garment(self.piece, said, by=by or self.stylist, now=NOW).code

    def used_up(self) -> None:
        for brand in ("Halden", "Orme", "Vesper"):
            self.assertEqual(self.declare("knitwear", brand=brand), "ok")

    def test_beyond_the_days_number_another_is_refused_and_the_old_one_stands(self) -> None:
        self.used_up()
        self.assertEqual(self.declare("fur"), "questions-used")
        self.piece.refresh_from_db()
        self.assertEqual((self.piece.declared, self.piece.brand), (["knitwear"], "Vesper"))

    def test_another_piece_of_the_house_is_no_way_round(self) -> None:
        self.used_up()
        self.piece = crew.garment(crew.shoot(self.shoot.house, brief=None), "Other", "top", by=self.stylist)
        self.assertEqual(self.declare("fur"), "questions-used")

    def test_it_is_counted_with_the_briefs_that_were_put(self) -> None:
        producer = self.shoot.opened_by
        for channel in ("own-site", "tiktok"):
            answering.may_be_put(self.shoot.house, {"channels": [channel]}, by=producer, now=NOW)
        crew.booked(self.shoot, "styling", who=producer)
        self.assertEqual(self.declare("denim", by=producer), "ok")
        self.assertEqual(self.declare("fur", by=producer), "questions-used")

    def test_one_that_was_made_is_made_again_for_nothing_and_its_name_is_free(self) -> None:
        self.used_up()
        self.assertEqual(self.declare("knitwear", brand="halden "), "ok")
        self.assertEqual(self.declare("knitwear", brand="halden", title="Jumper, rust"), "ok")

    def test_the_houses_own_name_asks_no_more_than_none(self) -> None:
        self.declare("knitwear", brand=self.shoot.house.name)
        self.declare("knitwear")
        with override_settings(ANSWERS_A_DAY=1):
            self.assertEqual(self.declare("knitwear", brand=self.shoot.house.name.upper()), "ok")

    def test_a_colleague_has_a_number_of_their_own(self) -> None:
        self.used_up()
        self.assertEqual(self.declare("fur", by=crew.booked(self.shoot, "styling")), "ok")
