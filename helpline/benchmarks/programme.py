"""Which benches there are."""

from collections.abc import Mapping

from helpline.benchmarks import chaos, intake, search
from helpline.benchmarks.stage import Bench

BENCHES: Mapping[str, Bench] = {bench.name: bench for bench in (intake.BENCH, search.BENCH, chaos.BENCH)}
