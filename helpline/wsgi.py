"""The door for the web server: `helpline.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")

application = get_wsgi_application()

from routing import bell  # noqa: E402 - Django comes first

bell.stand_in()
