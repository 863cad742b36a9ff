"""Which benches there are."""

from collections.abc import Mapping

from helpline.benchmarks import chaos, intake, routing, search, simulation
from helpline.benchmarks.stage import Bench

BENCHES: Mapping[str, Bench] = {
    bench.name: bench for bench in (intake.BENCH, routing.BENCH, search.BENCH, simulation.BENCH, chaos.BENCH)
}
