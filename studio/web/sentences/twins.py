"""Making, meeting, keeping and erasing a twin."""

from studio.web.sentences.told import Sentence

TWINS: dict[str, Sentence] = {}
