"""The empty page: the frame that every signed-in page has, and nothing in it. Only the server of a bench opens it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helpline.accounts.doors import EVERYBODY, only


@only(*EVERYBODY)
def empty(request: HttpRequest) -> HttpResponse:
    """What any page costs at least: session, person, places, frame."""
    return render(request, "base.html")
