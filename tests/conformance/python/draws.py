"""Random numbers in an order that all languages keep: each draw is one value of the gauge `conformance_random`."""

from wasmload import Gauge, execution, random

RANDOM = Gauge("conformance_random")


def record():
    vu = str(execution.vu().id_in_test)

    def put(of, values):
        for draw, value in enumerate(values):
            RANDOM.set(value, {"vu": vu, "of": of, "draw": f"{draw:02}"})

    put("u32", (random.u32() for _ in range(20)))
    put("float", (random.random() for _ in range(4)))
    put("range", (random.randrange(10, 20) for _ in range(4)))
    put("wide-range", (random.randrange(2**53) for _ in range(2)))
    put("chance", (random.chance(0.25) for _ in range(4)))
    put("pick", (random.choice([1, 2, 3]) for _ in range(4)))
    put("weighted", (random.weighted([(2, 1), (0, 2), (3, 3)]) for _ in range(4)))
    items = list(range(1, 9))
    random.shuffle(items)
    put("shuffle", items)
