"""Address of the journal."""

from django.urls import path

from helpline.audit.views import journal

app_name = "audit"
urlpatterns = [path("journal/", journal, name="journal")]
