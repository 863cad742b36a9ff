"""The product's addresses and one more: a form whose view always fails."""

from typing import NoReturn

from django.http import HttpRequest
from django.urls import path

from helpline import urls
from helpline.accounts.doors import EVERYBODY, only

REASON: list[Exception] = []


@only(*EVERYBODY)
def failing(request: HttpRequest) -> NoReturn:
    """Raises whatever the test put into REASON."""
    raise REASON[-1]


urlpatterns = [path("failing/", failing), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
