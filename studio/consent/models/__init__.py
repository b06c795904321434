"""Consent as data: the gate, her standing rules and rates, requests and offers, grants in versions, pieces taken."""

from studio.consent.models.ending import Erasure as Erasure
from studio.consent.models.granting import Exclusivity as Exclusivity
from studio.consent.models.granting import Grant as Grant
from studio.consent.models.granting import GrantVersion as GrantVersion
from studio.consent.models.granting import RateCard as RateCard
from studio.consent.models.granting import StandingRules as StandingRules
from studio.consent.models.negotiating import DealMemo as DealMemo
from studio.consent.models.negotiating import Message as Message
from studio.consent.models.negotiating import Offer as Offer
from studio.consent.models.negotiating import Option as Option
from studio.consent.models.negotiating import Request as Request
from studio.consent.models.negotiating import Side as Side
from studio.consent.models.pieces import PieceApproval as PieceApproval
from studio.consent.models.pieces import PieceTaken as PieceTaken
from studio.consent.models.pieces import TestTaken as TestTaken
from studio.consent.models.stopping import Contact as Contact
from studio.consent.models.stopping import Gate as Gate
from studio.consent.models.stopping import Pause as Pause
from studio.consent.models.stopping import Standstill as Standstill
from studio.consent.models.stopping import StopCard as StopCard
from studio.consent.models.stopping import Withdrawal as Withdrawal
