from typing import Any

from django.test import TestCase
from django.urls import reverse

from studio.looks import actions
from studio.looks.models import Garment, Look
from studio.twins.models import StandIn
from tests import crew
from tests.crew import NOW

HTMX = {"HX-Request": "true"}


class TableTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.look = crew.look(self.shoot)
        self.jonas = crew.booked(self.shoot, "photography", name="Jonas Vehr")
        self.ana = crew.booked(self.shoot, "styling", name="Ana Ruiz")

    def url(self, kind: str = "") -> str:
        return reverse("looks:slot", args=[self.look.id, kind]) if kind else reverse("looks:look", args=[self.look.id])

    def test_each_slot_stands_there_with_its_author(self) -> None:
        actions.set_slot(self.look, "light", {"set_up": "split"}, base_version=0, by=self.jonas, now=NOW)
        page = crew.signed_in(self.client, self.ana).get(self.url())
        self.assertContains(page, "Jonas Vehr")
        for kind in ("twin", "garments", "makeup", "hair", "light", "lens", "place", "grade", "words"):
            self.assertContains(page, f'id="slot-{kind}"')

    def test_who_only_looks_reads_whom_to_ask(self) -> None:
        page = crew.signed_in(self.client, self.ana).get(self.url())
        self.assertContains(page, "Light is set by photography; you are booked for styling. Ask Jonas Vehr")

    def test_a_change_gives_the_slot_anew(self) -> None:
        client = crew.signed_in(self.client, self.jonas)
        sent = {"base_version": "0", "set_up": "rembrandt", "ratio": "4", "kelvin": "5200"}
        answer = client.post(self.url("light"), sent, headers=HTMX)
        self.assertContains(answer, 'name="base_version" value="1"')
        self.assertNotContains(answer, "<html")
        self.assertEqual(self.look.slots.get(kind="light").value["set_up"], "rembrandt")

    def test_without_a_script_she_is_led_back_to_the_slot(self) -> None:
        client = crew.signed_in(self.client, self.jonas)
        answer = client.post(self.url("light"), {"base_version": "0", "ratio": "4"})
        self.assertEqual(answer.headers["Location"], f"{self.url()}#slot-light")

    def test_another_craft_is_refused_in_words(self) -> None:
        client = crew.signed_in(self.client, self.ana)
        answer = client.post(self.url("light"), {"base_version": "0", "ratio": "4"}, headers=HTMX)
        self.assertContains(answer, "Light is set by photography", status_code=409)

    def test_a_stale_change_shows_what_is_there_now(self) -> None:
        other = crew.booked(self.shoot, "lighting", name="Lee Park")
        actions.set_slot(self.look, "light", {"set_up": "split"}, base_version=0, by=other, now=NOW)
        client = crew.signed_in(self.client, self.jonas)
        answer = client.post(self.url("light"), {"base_version": "0", "set_up": "loop"}, headers=HTMX)
        self.assertContains(answer, "Lee Park changed this after you opened it", status_code=409)
        self.assertContains(answer, 'value="split" checked', status_code=409)

    def test_ones_own_change_in_another_window_is_no_reason_to_refuse(self) -> None:
        client = crew.signed_in(self.client, self.jonas)
        for ratio in ("4", "5"):
            answer = client.post(self.url("light"), {"base_version": "0", "ratio": ratio}, headers=HTMX)
        self.assertEqual((answer.status_code, self.look.slots.get(kind="light").value["ratio"]), (200, 5))

    def test_nonsense_is_refused_and_never_an_accident(self) -> None:
        client = crew.signed_in(self.client, crew.booked(self.shoot, *crew_of_all()))
        for kind, sent in (
            ("light", {"kelvin": "hot"}),
            ("lens", {"crops_sent": "1"}),
            ("grade", {"slope_r": "1"}),
            ("makeup", {"chart_sent": "1", "lips-on": "on", "lips-colour": "red"}),
            ("garments", {"wear": "no-id"}),
            ("place", {"backdrop": "nowhere"}),
            ("twin", {"stand_in": "'"}),
            ("words", {"text": "x" * 601}),
            ("hair", {"style": "x" * 601}),
        ):
            with self.subTest(kind):
                answer = client.post(self.url(kind), {"base_version": "0", **sent}, headers=HTMX)
                self.assertEqual(answer.status_code, 409)
        self.assertEqual(client.post(self.url("light"), {"ratio": "4"}, headers=HTMX).status_code, 409)
        self.assertEqual(client.post(self.url("soundtrack"), {}).status_code, 404)

    def test_a_stranger_finds_nothing(self) -> None:
        client = crew.signed_in(self.client, crew.shoot().opened_by)
        for url in (self.url(), self.url("light"), reverse("looks:rack", args=[self.look.id])):
            with self.subTest(url):
                self.assertEqual(client.get(url).status_code, 404)
        self.assertEqual(client.post(self.url("light"), {"base_version": "0"}).status_code, 404)


def crew_of_all() -> list[str]:
    return ["styling", "make-up", "hair", "photography", "art-direction", "casting"]


class WearTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.look = crew.look(self.shoot)
        self.client = crew.signed_in(self.client, crew.booked(self.shoot, "styling"))
        self.coat, self.tee = crew.garment(self.shoot, "Coat"), crew.garment(self.shoot, "Tee", "top")
        self.url = reverse("looks:slot", args=[self.look.id, "garments"])

    def test_a_piece_that_the_framing_leaves_out_says_so(self) -> None:
        shoes = crew.garment(self.shoot, "Derby", "shoes")
        self.do(wear=str(shoes.id))
        said = "It lies outside what this framing shows"
        self.assertNotContains(self.client.get(self.url, headers=HTMX), said)
        photographer = crew.booked(self.shoot, "photography")
        actions.set_slot(self.look, "lens", {"framing": "bust"}, base_version=0, by=photographer, now=NOW)
        self.assertContains(self.client.get(self.url, headers=HTMX), said)

    def do(self, **sent: object) -> list[str]:
        version = self.look.slots.get(kind="garments").version
        self.client.post(self.url, {"base_version": version, **sent}, headers=HTMX)
        return [piece["garment"] for piece in self.look.slots.get(kind="garments").value["pieces"]]

    def test_tapped_pieces_are_worn_from_the_skin_outwards_and_taken_off_again(self) -> None:
        coat, tee = str(self.coat.id), str(self.tee.id)
        self.assertEqual(self.do(wear=tee), [tee])
        self.assertEqual(self.do(wear=coat), [tee, coat])
        self.assertEqual(self.do(order=[coat, tee]), [coat, tee])
        self.assertEqual(self.do(inwards=tee), [tee, coat])
        self.assertEqual(self.do(take_off=tee), [coat])

    def test_the_fit_of_one_piece_leaves_the_others(self) -> None:
        self.do(wear=str(self.tee.id))
        self.do(wear=str(self.coat.id))
        self.do(fit=str(self.coat.id), width="1.1", front="closed")
        fits = [piece["fit"] for piece in self.look.slots.get(kind="garments").value["pieces"]]
        self.assertEqual([(fit["width"], fit["front"]) for fit in fits], [(1.0, ""), (1.1, "closed")])

    def test_the_rail_comes_back_with_what_is_worn(self) -> None:
        answer = self.client.post(self.url, {"base_version": 0, "wear": str(self.coat.id)}, headers=HTMX)
        self.assertContains(answer, 'id="rail" hx-swap-oob="true"')
        self.assertContains(answer, "take_off")


class MakeupTests(TestCase):
    def test_a_painted_chart_is_the_slot_and_the_drawing(self) -> None:
        shoot = crew.shoot()
        look = crew.look(shoot)
        client = crew.signed_in(self.client, crew.booked(shoot, "make-up"))
        sent = {
            "base_version": "0",
            "chart_sent": "1",
            "lips-on": "on",
            "lips-colour": "#6b1a20",
            "lips-strength": "90",
        }
        answer = client.post(reverse("looks:slot", args=[look.id, "makeup"]), sent, headers=HTMX)
        self.assertContains(answer, 'fill="#6b1a20"')
        tints = look.slots.get(kind="makeup").value["tints"]
        self.assertEqual(tints, {"lips": {"colour": "#6b1a20", "strength": 0.9, "finish": "satin"}})


    def test_nails_that_the_figure_does_not_show_are_told(self) -> None:
        shoot = crew.shoot()
        look = crew.look(shoot)
        client = crew.signed_in(self.client, crew.booked(shoot, "make-up"))
        sent = {"base_version": "0", "chart_sent": "1", "nails-on": "on", "nails-colour": "#6b1a20"}
        for seen, told in ((0, True), (8, False), (None, False)):
            StandIn.objects.update(nails_seen=seen)
            with self.subTest(seen):
                answer = client.post(reverse("looks:slot", args=[look.id, "makeup"]), sent, headers=HTMX)
                (self.assertContains if told else self.assertNotContains)(answer, "No nails are seen on this figure")


class IndexTests(TestCase):
    def test_a_new_look_leads_to_its_table(self) -> None:
        shoot = crew.shoot()
        crew.stand_in()
        client = crew.signed_in(self.client, crew.booked(shoot, "styling"))
        answer = client.post(reverse("looks:new", args=[shoot.id]), {"title": "Camel coat", "key": "k"})
        look = Look.objects.get()
        self.assertEqual(answer.headers["Location"], reverse("looks:look", args=[look.id]))
        self.assertContains(client.get(reverse("looks:index", args=[shoot.id])), "Camel coat")

    def test_a_stranger_finds_nothing(self) -> None:
        client = crew.signed_in(self.client, crew.person())
        self.assertEqual(client.get(reverse("looks:index", args=[crew.shoot().id])).status_code, 404)


class GarmentPageTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.garment = crew.garment(self.shoot)
        self.url = reverse("looks:garment", args=[self.garment.id])
        self.said: dict[str, Any] = {"declared": ["suiting"], "title": "Blazer", "category": "top", "sku": "A1"}
        self.said |= {"whose": "mine", "may": "asked", "reuse": "shoot"}

    def test_what_was_guessed_is_put_right(self) -> None:
        crew.signed_in(self.client, crew.booked(self.shoot, "styling")).post(self.url, self.said)
        self.garment.refresh_from_db()
        self.assertEqual((self.garment.title, self.garment.category, self.garment.may), ("Blazer", "top", "asked"))

    def test_hair_corrects_no_clothes(self) -> None:
        answer = crew.signed_in(self.client, crew.booked(self.shoot, "hair")).post(self.url, self.said)
        self.assertContains(answer, "Clothing is set by styling", status_code=409)

    def test_a_refused_picture_says_why(self) -> None:
        Garment.objects.filter(id=self.garment.id).update(state="refused", code="no-garment")
        self.garment.views.update(cutout=None)
        page = crew.signed_in(self.client, self.shoot.opened_by).get(self.url)
        self.assertContains(page, "Nothing stands out from the background")

    def test_the_crew_reads_a_piece_that_the_house_keeps_for_all_its_shoots(self) -> None:
        Garment.objects.filter(id=self.garment.id).update(shoot=None)
        client = crew.signed_in(self.client, crew.booked(self.shoot, "styling"))
        self.assertEqual(client.get(self.url).status_code, 200)

    def test_a_stranger_finds_nothing(self) -> None:
        self.assertEqual(crew.signed_in(self.client, crew.person()).get(self.url).status_code, 404)
