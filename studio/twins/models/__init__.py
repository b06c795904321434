"""Twins, the days they were captured, their plates, comp cards and mandates. No twin without an owner."""

from studio.twins.models.beginning import AdultCheck as AdultCheck
from studio.twins.models.beginning import Signature as Signature
from studio.twins.models.beginning import SignatureEnd as SignatureEnd
from studio.twins.models.capturing import BarredMark as BarredMark
from studio.twins.models.capturing import CaptureFrame as CaptureFrame
from studio.twins.models.capturing import CaptureLicence as CaptureLicence
from studio.twins.models.capturing import CaptureSession as CaptureSession
from studio.twins.models.mandates import Mandate as Mandate
from studio.twins.models.mandates import MandateQuerySet as MandateQuerySet
from studio.twins.models.meeting import OwnPicture as OwnPicture
from studio.twins.models.plates import Capture as Capture
from studio.twins.models.plates import CaptureCredit as CaptureCredit
from studio.twins.models.plates import Measured as Measured
from studio.twins.models.plates import Plate as Plate
from studio.twins.models.plates import PlateQuerySet as PlateQuerySet
from studio.twins.models.plates import StandIn as StandIn
from studio.twins.models.twin import CompCardPicture as CompCardPicture
from studio.twins.models.twin import Twin as Twin
from studio.twins.models.twin import TwinQuerySet as TwinQuerySet
