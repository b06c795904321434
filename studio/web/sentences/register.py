"""Proofs, exports and the passport."""

from studio.web.sentences.told import Sentence

REGISTER: dict[str, Sentence] = {}
