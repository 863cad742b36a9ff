"""What the mail room listens to: the one bell, and changes of the calendars it counts by."""

from cases.signals import case_waits_for_route
from facilities.signals import listens_to_calendars
from routing import bell
from routing.deadlines import recount

case_waits_for_route.connect(bell.ring, dispatch_uid="routing")
listens_to_calendars(recount.count_again, dispatch_uid="routing")
