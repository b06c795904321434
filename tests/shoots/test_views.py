from django.test import TestCase
from django.urls import reverse

from studio.people.models import Invitation
from studio.shoots.models import Booking, Shoot
from tests import crew

HTMX = {"HX-Request": "true"}


class ListTests(TestCase):
    def test_a_producer_opens_a_shoot_by_its_name_alone(self) -> None:
        producer, house = crew.person(), crew.house()
        crew.seat(producer, house, "producer")
        client = crew.signed_in(self.client, producer)
        answer = client.post(reverse("shoots:open"), {"name": "AW26", "key": "k"})
        shoot = Shoot.objects.get()
        self.assertRedirects(answer, reverse("shoots:shoot", args=[shoot.id]))
        self.assertEqual((shoot.name, shoot.house), ("AW26", house))

    def test_the_house_is_asked_only_of_somebody_with_several(self) -> None:
        producer = crew.person()
        client = crew.signed_in(self.client, producer)
        crew.seat(producer, crew.house(), "producer")
        self.assertNotContains(client.get(reverse("shoots:list")), 'name="house"')
        crew.seat(producer, crew.house(), "admin")
        self.assertContains(client.get(reverse("shoots:list")), 'name="house"')

    def test_who_may_open_none_reads_what_to_wait_for(self) -> None:
        page = crew.signed_in(self.client, crew.person()).get(reverse("shoots:list"))
        self.assertContains(page, "You are on no call sheet yet.")
        self.assertNotContains(page, reverse("shoots:open"))

    def test_only_ones_own_shoots_stand_there(self) -> None:
        mine, other = crew.shoot(name="Mine"), crew.shoot(name="Theirs")
        page = crew.signed_in(self.client, crew.booked(mine, "styling")).get(reverse("shoots:list"))
        self.assertContains(page, "Mine")
        self.assertNotContains(page, other.name)

    def test_whoever_was_asked_in_finds_her_booking(self) -> None:
        shoot, person = crew.shoot(), crew.person()
        invitation = Invitation.objects.create(
            email=person.email, created_at=crew.NOW, until=crew.NOW, accepted_at=crew.NOW, accepted_by=person
        )
        shoot.awaited.create(invitation=invitation, craft="hair", booked_by=shoot.opened_by, booked_at=crew.NOW)
        self.assertContains(crew.signed_in(self.client, person).get(reverse("shoots:list")), shoot.name)


class ShootPageTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.url = reverse("shoots:shoot", args=[self.shoot.id])
        self.producer = self.shoot.opened_by

    def test_the_crew_reads_brief_call_sheet_and_shots_on_one_page(self) -> None:
        ana = crew.booked(self.shoot, "styling", name="Ana Ruiz")
        page = crew.signed_in(self.client, ana).get(self.url)
        for words in ("E-commerce", "Germany and France", "Ana Ruiz", "Shot list", "Embargo"):
            self.assertContains(page, words)

    def test_the_crew_is_offered_nothing_only_a_producer_may_do(self) -> None:
        page = crew.signed_in(self.client, crew.booked(self.shoot, "hair")).get(self.url)
        self.assertNotContains(page, reverse("shoots:book", args=[self.shoot.id]))
        self.assertNotContains(page, reverse("shoots:embargo", args=[self.shoot.id]))

    def test_a_stranger_finds_nothing(self) -> None:
        client = crew.signed_in(self.client, crew.shoot().opened_by)
        urls = [self.url, reverse("shoots:brief", args=[self.shoot.id])]
        posts = [reverse(f"shoots:{name}", args=[self.shoot.id]) for name in ("book", "embargo", "finish", "add_shot")]
        for url in urls:
            with self.subTest(url):
                self.assertEqual(client.get(url).status_code, 404)
        for url in posts:
            with self.subTest(url):
                self.assertEqual(client.post(url).status_code, 404)

    def test_the_crew_that_books_is_told_who_may(self) -> None:
        client = crew.signed_in(self.client, crew.booked(self.shoot, "styling"))
        sent = {"person": str(self.producer.id), "crafts": ["hair"]}
        answer = client.post(reverse("shoots:book", args=[self.shoot.id]), sent)
        self.assertContains(answer, "Only a producer of the house can do this.", status_code=409)

    def test_a_producer_books_somebody_for_two_crafts_at_once(self) -> None:
        ana = crew.person("Ana Ruiz")
        crew.seat(ana, self.shoot.house)
        client = crew.signed_in(self.client, self.producer)
        sent = {"person": str(ana.id), "crafts": ["styling", "hair"]}
        client.post(reverse("shoots:book", args=[self.shoot.id]), sent)
        self.assertEqual(Booking.objects.crafts_of(ana, self.shoot), {"styling", "hair"})

    def test_an_unknown_address_stands_on_the_call_sheet_as_awaited(self) -> None:
        client = crew.signed_in(self.client, self.producer)
        sent = {"email": "noe@example.com", "name": "Noé Sarr", "crafts": ["hair"]}
        client.post(reverse("shoots:book", args=[self.shoot.id]), sent)
        self.assertEqual(self.shoot.awaited.get().invitation.email, "noe@example.com")

    def test_booking_nobody_is_refused_at_the_field(self) -> None:
        client = crew.signed_in(self.client, self.producer)
        answer = client.post(reverse("shoots:book", args=[self.shoot.id]), {"crafts": ["hair"]})
        self.assertContains(answer, "Choose somebody, or type an e-mail address.", status_code=422)


class BriefViewTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot(brief=None)
        self.url = reverse("shoots:brief", args=[self.shoot.id])
        self.client = crew.signed_in(self.client, self.shoot.opened_by)

    def test_a_producer_fills_it_in(self) -> None:
        self.client.post(self.url, {"purpose": "campaign", "territories": ["DE"], "visible_brands": "Acme, Other"})
        self.shoot.brief.refresh_from_db()
        said = (self.shoot.brief.purpose, self.shoot.brief.territories, self.shoot.brief.visible_brands)
        self.assertEqual(said, ("campaign", ["DE"], ["Acme", "Other"]))

    def test_only_what_was_asked_is_changed(self) -> None:
        self.client.post(self.url, {"purpose": "campaign"})
        self.client.post(self.url, {"only": ["channels"], "channels": ["own-site"]})
        self.shoot.brief.refresh_from_db()
        self.assertEqual((self.shoot.brief.purpose, self.shoot.brief.channels), ("campaign", ["own-site"]))

    def test_a_last_day_before_the_first_is_refused(self) -> None:
        answer = self.client.post(self.url, {"starts_on": "2026-06-02", "ends_on": "2026-06-01"})
        self.assertContains(answer, "lies before the first", status_code=409)


class ShotViewTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.url = reverse("shoots:add_shot", args=[self.shoot.id])
        self.client = crew.signed_in(self.client, self.shoot.opened_by)

    def test_a_script_gets_the_list_alone(self) -> None:
        answer = self.client.post(self.url, {"words": "Coat on concrete"}, headers=HTMX)
        self.assertContains(answer, "Coat on concrete")
        self.assertNotContains(answer, "<html")

    def test_without_a_script_she_is_led_back(self) -> None:
        answer = self.client.post(self.url, {"words": "Coat on concrete"})
        self.assertEqual(answer.headers["Location"], f"{reverse('shoots:shoot', args=[self.shoot.id])}#shot-list")

    def test_a_shot_is_named_anew_where_it_stands(self) -> None:
        self.client.post(self.url, {"words": "Coat on concrete"})
        shot = self.shoot.shots.get()
        address = reverse("shoots:word_shot", args=[shot.id])
        answer = self.client.post(address, {"words": " Coat, worn open "}, headers=HTMX)
        self.assertContains(answer, 'value="Coat, worn open"')
        empty = self.client.post(address, {"words": " "}, headers=HTMX)
        self.assertContains(empty, "It needs words.", status_code=409)
        shot.refresh_from_db()
        self.assertEqual(shot.words, "Coat, worn open")

    def test_who_does_not_plan_reads_it_and_names_nothing(self) -> None:
        shot = self.shoot.shots.create(position=1, words="Coat on concrete")
        hair = crew.booked(self.shoot, "hair")
        crew.signed_in(self.client, hair)
        address = reverse("shoots:word_shot", args=[shot.id])
        self.assertNotContains(self.client.get(reverse("shoots:shoot", args=[self.shoot.id])), address)
        self.assertEqual(self.client.post(address, {"words": "Mine"}, headers=HTMX).status_code, 409)

    def test_an_empty_shot_is_refused(self) -> None:
        self.assertContains(
            self.client.post(self.url, {"words": " "}, headers=HTMX), "It needs words.", status_code=409
        )
