"""Fields of forms that several apps ask with."""

from typing import Any

from django import forms


class CommaField(forms.CharField):
    """ "Levi's, Nike" as a list of names."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return tuple(part.strip() for part in (value or "").split(",") if part.strip())

    def validate(self, value: Any) -> None:
        """Nothing is required of it."""

    def run_validators(self, value: Any) -> None:
        for name in value:
            super().run_validators(name)
