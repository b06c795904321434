"""What a table of sentences is made of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is so and why, then what to do next. Values stand as `%(name)s`; a real per cent sign is doubled."""

    what: Words
    next: Words = ""
    bare: Words = ""
