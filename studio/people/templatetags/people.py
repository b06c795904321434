"""Tags of the sign-in, the outbox and the bar: `{% load people %}`."""

import io

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from studio.people import demo
from studio.people.forms import SignUpForm

register = template.Library()


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """A code to point a phone at, as inline SVG: dark on light in both themes, or cameras do not read it."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=3, dark="#000", light="#fff", title=label
    )
    return mark_safe(drawn.getvalue().decode().replace('class="segno"', 'class="qr" role="img"'))


@register.simple_tag
def sign_up_form(form: SignUpForm | None = None) -> SignUpForm:
    """The form at the door, where no view of ours has made one."""
    return form if isinstance(form, SignUpForm) else SignUpForm()


@register.simple_tag
def demo_sign_ins() -> list[demo.DemoSignIn]:
    return demo.sign_ins()
