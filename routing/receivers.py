"""The only listener of the one bell."""

from cases.signals import case_waits_for_route
from routing import bell

case_waits_for_route.connect(bell.ring, dispatch_uid="routing")
