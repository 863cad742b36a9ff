"""Speed, measured: `manage.py bench [NAME…]` prints every figure beside a floor measured in the same run.

How to add a bench:

1. A module here, say `desk.py`, with one function that takes a `Stage` and yields figures, and its `Bench` (of `stage.py`):

       def measure(stage: Stage) -> Iterator[Figure]:
           empty, page = interleaved([get_empty_page, get_queue_page], rounds=200)
           yield stage.figure("queue_page_vs_empty_page", p50(page) / p50(empty), "times", goal=AtMost(4.5))
           yield stage.figure("queue_page_ms", p50(page), "ms", floor=p50(empty))

       BENCH = Bench("desk", "Working a queue", measure, sizes={"cases": 10_000})

2. Its name in `helpline/benchmarks/programme.py`.

What you get: a database of your own, migrated and empty, under the ordinary connection (`stage.load_reference()` fills in
offices, facilities, topics and rules; `stage.environment()` points other processes at it), dropped afterwards. `sizes`
become options of the command (`--cases 1000`) and are read as `stage.sizes["cases"]`. `stage.say()` tells what goes on.
`settings.DEBUG` is off while you measure, as it would be in earnest.

Rules: only ratios within one interleaved run mean anything, so measure the floor among the rest, not before it. Assert
what came back (status, rows, final state): a bench that times refusals looks wonderful. Names and bars of figures are
those the project agreed on; a figure without a goal is printed for interest and never fails.
"""
