"""What a concern can be about: the whole list to read, and a search for the field that chooses one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from cases.access import READERS_OF_CASES, TAKERS
from cases.models import Topic, TopicGroup
from cases.protocols import protocol_of
from cases.topics import search
from helpline.accounts.doors import only

LONGEST_WISH = 200


@only(*READERS_OF_CASES)
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic with what it means and what to ask, by group."""
    every = list(Topic.objects.order_by("name"))
    groups = [
        (label, [protocol_of(topic) for topic in every if topic.group == group])
        for group, label in TopicGroup.choices
    ]
    return render(request, "cases/topics.html", {"groups": groups, "count": len(every)})


@only(*TAKERS)
@require_POST
def topic_search(request: HttpRequest) -> HttpResponse:
    """The options a few words lead to. Posted, because people type what a caller said; nothing of it is kept."""
    wish = request.POST.get("q", "")[:LONGEST_WISH]
    found = search(wish, list(Topic.objects.filter(opens_case=True)))
    return render(request, "cases/_topic_options.html", {"found": found})
