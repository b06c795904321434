"""How allauth's sign-in meets our persons."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from studio.people.sign_ins import is_fresh


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No account is opened at the door itself: a model asks there for a link to her own address (`sign_up`).

        So each address is proved before it is an account, and nobody can try at the door which are known here.
        """
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only our own paths: a link that leads elsewhere after the sign-in is how people are fished."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in within the last minutes is not asked for her password again."""
        return not is_fresh(context.request) and bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Nobody needs to be told that she has signed in, or out."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Without a mail server nothing is pretended to have been sent."""
        if settings.EMAIL_HOST:
            super().send_mail(template_prefix, email, context)
