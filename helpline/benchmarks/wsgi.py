"""The product as gunicorn serves it, for a bench: as in earnest, with the empty page beside it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")

settings.DEBUG = False
settings.ROOT_URLCONF = "helpline.benchmarks.urls"
application = get_wsgi_application()
