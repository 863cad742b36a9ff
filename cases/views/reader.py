"""Who reads a page."""

from django.http import HttpRequest

from helpline.accounts.models import User


def reader_of(request: HttpRequest) -> User:
    """The signed-in person behind a door that lets only people of ours through."""
    if not isinstance(request.user, User):
        raise TypeError("This view stands before its door.")
    return request.user
