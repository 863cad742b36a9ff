"""What goes on now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import board as live_board
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board; the page asks for it again when it hears of news, and every ten seconds."""
    return render(request, "cases/board.html", {"board": live_board.read(reader_of(request), timezone.now())})
