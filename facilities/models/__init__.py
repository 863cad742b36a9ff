"""The map's tables. Import them from here."""

from facilities.models.activation import Activation, RolloutState
from facilities.models.assignment import Assignment
from facilities.models.calendar import ClosedDays, OpeningHours
from facilities.models.facility import Facility, FacilityAlias, FacilityKind, Held
from facilities.models.line import PUBLIC_LINE, Line, LineKind, line_code
from facilities.models.office import Office, OfficeKind, Referral, ReferralKind, SubOffice
from facilities.models.phase import Phase
from facilities.models.posting import Posting

__all__ = [
    "PUBLIC_LINE",
    "Activation",
    "Assignment",
    "ClosedDays",
    "Facility",
    "FacilityAlias",
    "FacilityKind",
    "Held",
    "Line",
    "LineKind",
    "Office",
    "OfficeKind",
    "OpeningHours",
    "Phase",
    "Posting",
    "Referral",
    "ReferralKind",
    "RolloutState",
    "SubOffice",
    "line_code",
]
