"""The switch, the stop card, takedowns, and who is asked when she cannot act."""

from studio.web.sentences.told import Sentence

STOPPING: dict[str, Sentence] = {}
