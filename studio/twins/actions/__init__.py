"""Making and keeping a twin. Only the person herself makes hers; nobody can make another's."""

from studio.twins.actions.beginning import AdultCheck as AdultCheck
from studio.twins.actions.beginning import create_twin as create_twin
from studio.twins.actions.mandates import end_mandate as end_mandate
from studio.twins.actions.mandates import sign_mandate as sign_mandate
from studio.twins.actions.plates import add_capture as add_capture
from studio.twins.actions.plates import add_plate as add_plate
from studio.twins.actions.plates import add_stand_in as add_stand_in
from studio.twins.actions.plates import keep_figure as keep_figure
from studio.twins.actions.plates import measured as measured
from studio.twins.actions.showing import choose_comp_card as choose_comp_card
from studio.twins.actions.showing import choose_cover as choose_cover
from studio.twins.actions.telling import hers as hers
from studio.twins.actions.telling import write_down as write_down
