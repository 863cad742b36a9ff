"""The addresses of the map."""

from django.urls import path

from facilities.addresses import CODE, KEY
from facilities.views import calendars, facility, listing, moving

app_name = "facilities"

urlpatterns = [
    path("facilities/", listing.facilities, name="list"),
    path("facilities/search/", listing.search, name="search"),
    path(f"facilities/{KEY}/", facility.facility, name="facility"),
    path(f"facilities/{KEY}/activation/", facility.activation, name="activation"),
    path(f"facilities/{KEY}/schedule/", facility.schedule, name="schedule"),
    path(f"facilities/{KEY}/suspension/", facility.suspension, name="suspension"),
    path(f"facilities/{KEY}/testing/", facility.testing, name="testing"),
    path(f"facilities/{KEY}/assignments/", moving.assignments, name="assignments"),
    path(f"facilities/{KEY}/assignments/end/", moving.assignment_end, name="assignment_end"),
    path(f"facilities/{KEY}/assignments/planned/", moving.planned_move, name="planned_move"),
    path("rollout/", listing.rollout, name="rollout"),
    path("offices/", calendars.offices, name="offices"),
    path(f"offices/{CODE}/calendar/", calendars.calendar, name="calendar"),
    path(f"offices/{CODE}/hours/", calendars.hours, name="hours"),
    path(f"offices/{CODE}/closings/", calendars.office_closings, name="office_closings"),
    path("closings/", calendars.closings, name="closings"),
    path("closings/<int:key>/withdrawal/", calendars.withdrawal, name="closing_withdrawal"),
]
