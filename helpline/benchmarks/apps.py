"""The room of the benchmarks: no models, one command."""

from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    """`manage.py bench`."""

    name = "helpline.benchmarks"
    label = "benchmarks"
