"""Persons, organisations and seats, sign-in, guest links, notices and mail."""

from allauth.account.signals import password_changed, password_reset, password_set
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save


class PeopleConfig(AppConfig):
    name = "studio.people"
    label = "people"

    def ready(self) -> None:
        from studio.live import kinds
        from studio.people import guests, sign_ins

        kinds.kind(guests.KIND, may_enter=guests.may_enter)
        user_logged_in.connect(sign_ins.note, dispatch_uid="people-note-sign-in")
        user_logged_out.connect(sign_ins.forget, dispatch_uid="people-forget-sign-in")
        for signal in (password_changed, password_set, password_reset):
            signal.connect(sign_ins.only_this_one_goes_on, dispatch_uid="people-password-changed")
        post_save.connect(sign_ins.vouch_for_address, sender="people.Person", dispatch_uid="people-vouch-for-address")
