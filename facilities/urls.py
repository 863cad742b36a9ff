"""The addresses of the map."""

from django.urls import path

from facilities.addresses import KEY
from facilities.views import facility, listing

app_name = "facilities"

urlpatterns = [
    path("facilities/", listing.facilities, name="list"),
    path("facilities/search/", listing.search, name="search"),
    path(f"facilities/{KEY}/", facility.facility, name="facility"),
    path(f"facilities/{KEY}/activation/", facility.activation, name="activation"),
    path(f"facilities/{KEY}/schedule/", facility.schedule, name="schedule"),
    path(f"facilities/{KEY}/suspension/", facility.suspension, name="suspension"),
    path(f"facilities/{KEY}/testing/", facility.testing, name="testing"),
    path("rollout/", listing.rollout, name="rollout"),
]
