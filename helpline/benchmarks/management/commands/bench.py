import json
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpline.benchmarks.figures import HEAD, Figure
from helpline.benchmarks.programme import BENCHES
from helpline.benchmarks.stage import Bench, stage_of


class Command(BaseCommand):
    help = "Measure the speed of the product, each figure beside its floor. Exit 1 when a goal is not met."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; all if none is given"
        )
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
        for size in sorted({size for bench in BENCHES.values() for size in bench.sizes}):
            usual = ", ".join(f"{b.name}: {b.sizes[size]:,}" for b in BENCHES.values() if size in b.sizes)
            parser.add_argument(
                f"--{size.replace('_', '-')}",
                dest=f"size_{size}",
                type=int,
                metavar="N",
                help=f"default {usual}",
            )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("bench makes and drops databases, so it runs under DEBUG=1 only.")
        chosen = self._chosen(options["names"])
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            self.stdout.write(HEAD)
            figures = [figure for bench in chosen for figure in self._figures(bench, options)]
        finally:
            signal.signal(signal.SIGTERM, before)
        if options["json"]:
            rows = [figure.as_json() for figure in figures]
            options["json"].write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
        if missed := [figure for figure in figures if figure.met is False]:
            self.stderr.write(f"{len(missed)} of {len(figures)} figures miss their goal.")
            raise SystemExit(1)

    def _chosen(self, names: list[str]) -> list[Bench]:
        """The benches of these names, each once; all where none is named."""
        if unknown := [name for name in names if name not in BENCHES]:
            raise CommandError(f"There is no bench called {unknown[0]}. There are: {', '.join(BENCHES)}.")
        return [BENCHES[name] for name in dict.fromkeys(names or BENCHES)]

    def _figures(self, bench: Bench, options: dict[str, Any]) -> Iterator[Figure]:
        """Every figure of one bench, printed as it is found."""
        sizes = {name: options[f"size_{name}"] or usual for name, usual in bench.sizes.items()}
        if any(size < 1 for size in sizes.values()):
            raise CommandError("A size is a number above 0.")
        with stage_of(bench, sizes, self.stderr.write) as stage:
            for figure in bench.measure(stage):
                self.stdout.write(figure.as_line())
                self.stdout.flush()
                yield figure
