"""What changes consent. Each verb turns the gate, writes the register and tells the open pages, in one transaction."""

from studio.consent.actions.cards import end_stop_card as end_stop_card
from studio.consent.actions.cards import make_stop_card as make_stop_card
from studio.consent.actions.cards import press_stop_card as press_stop_card
from studio.consent.actions.granting import lapse_due as lapse_due
from studio.consent.actions.granting import sign_grant as sign_grant
from studio.consent.actions.nevers import set_standing_rules as set_standing_rules
from studio.consent.actions.pieces import DAYS_TO_ANSWER as DAYS_TO_ANSWER
from studio.consent.actions.pieces import answer_piece as answer_piece
from studio.consent.actions.pieces import approver_of as approver_of
from studio.consent.actions.pieces import ask_piece as ask_piece
from studio.consent.actions.pieces import may_answer as may_answer
from studio.consent.actions.pieces import take_piece as take_piece
from studio.consent.actions.pieces import take_test as take_test
from studio.consent.actions.stopping import UNDO_SECONDS as UNDO_SECONDS
from studio.consent.actions.stopping import may_pause as may_pause
from studio.consent.actions.stopping import pause as pause
from studio.consent.actions.stopping import press as press
from studio.consent.actions.stopping import resume as resume
from studio.consent.actions.stopping import undo_pause as undo_pause
from studio.consent.actions.telling import org_chain as org_chain
from studio.consent.actions.telling import tell_pages as tell_pages
from studio.consent.actions.telling import write_down as write_down
from studio.consent.actions.withdrawing import takedown_day as takedown_day
from studio.consent.actions.withdrawing import withdraw as withdraw
from studio.consent.actions.withdrawing import withdraw_all as withdraw_all
