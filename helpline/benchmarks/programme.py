"""Which benches there are."""

from collections.abc import Mapping

from helpline.benchmarks.stage import Bench

BENCHES: Mapping[str, Bench] = {}
