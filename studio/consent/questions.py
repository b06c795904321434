"""What no machine can check: questions that a person answers with her own eyes, on each finished piece."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studio.consent.terms import StandingRules, Terms

SCENE, POSE, BESIDE = "scene", "pose", "beside"


@dataclass(frozen=True, slots=True)
class Question:
    """words: as she wrote what is never to be seen. hers: a rule of her own, over all houses."""

    kind: str
    words: str
    hers: bool = False


def questions_of(terms: Iterable[Terms], standing: StandingRules | None = None) -> tuple[Question, ...]:
    """Those of the licences, then those of her own rules; what stands in both is asked once.

    standing: left out where a house reads, for her rules are hers to share.
    """
    found = [question for each in terms for question in _of(each, hers=False)]
    found += _of(standing, hers=True) if standing else ()
    asked: dict[tuple[str, str], Question] = {}
    for question in found:
        asked.setdefault((question.kind, question.words.casefold()), question)
    return tuple(asked.values())


def _of(source: Terms | StandingRules, *, hers: bool) -> Iterator[Question]:
    for kind, never in ((SCENE, source.never_scenes), (POSE, source.never_poses), (BESIDE, source.never_beside)):
        yield from (Question(kind, words, hers) for words in never)
