"""Calls that come in at a steady rate: `python -m helpline.benchmarks.incoming PER_SECOND SECONDS`.

Each is handed in through the verb, as the page does it. A call that comes late is followed by the next one at once.
"""

import sys
import time

import django


def hand_in(per_second: float, seconds: float) -> None:
    """So many calls a second for so long."""
    from cases import intake  # noqa: PLC0415 - needs Django to be set up
    from cases.models import Topic  # noqa: PLC0415
    from facilities.models import Assignment, Facility  # noqa: PLC0415
    from helpline.accounts.models import User  # noqa: PLC0415
    from helpline.benchmarks.backlog import one_call  # noqa: PLC0415

    operator = User.objects.get(username="bench")
    topics = list(Topic.objects.filter(opens_case=True).order_by("code"))
    places = list(Facility.objects.filter(pk__in=Assignment.objects.values("facility_id")).order_by("key"))
    began = time.monotonic()
    for number in range(int(per_second * seconds)):
        time.sleep(max(0.0, began + number / per_second - time.monotonic()))
        topic, place = topics[number % len(topics)], places[number % len(places)]
        intake.submit(one_call(topic, place, pressing=number % 15 == 0), by=operator)


if __name__ == "__main__":
    django.setup()
    hand_in(float(sys.argv[1]), float(sys.argv[2]))
    time.sleep(1)  # the last bell is rung by a thread of this process
