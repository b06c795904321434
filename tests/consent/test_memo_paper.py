"""The deal memo on paper: no sum is torn apart at the end of a line."""

from unittest import TestCase

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from studio.consent.memo_paper import kept_together


class KeptTogetherTests(TestCase):
    def test_a_french_sum_stays_whole_where_its_line_ends(self) -> None:
        words = Paragraph(kept_together("moins la commission 2\u202f690,28"), ParagraphStyle("words", fontSize=10))
        width = words.minWidth() + 1
        words.wrap(width, 500)
        self.assertEqual(words.blPara.lines[-1][1], ["2\u00a0690,28"])
