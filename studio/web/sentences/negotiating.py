"""Options, requests, offers and deal memos."""

from studio.web.sentences.told import Sentence

NEGOTIATING: dict[str, Sentence] = {}
