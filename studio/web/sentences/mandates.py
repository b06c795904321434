"""Agencies, their mandates, and her rules and rates."""

from studio.web.sentences.told import Sentence

MANDATES: dict[str, Sentence] = {}
