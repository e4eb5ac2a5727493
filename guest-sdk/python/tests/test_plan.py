"""Plans against the document that the host reads."""

import json
import unittest
from datetime import timedelta

from wasmload import ConstantArrivalRate, ConstantVus, Mix, Persona, Plan, RampingVus, Threshold, scenario
from wasmload._program import PROGRAM
from wasmload.plan._document import duration


class Documents(unittest.TestCase):
    def test_a_plan_is_the_document_that_the_host_reads(self):
        def browse():
            pass

        arrivals = ConstantArrivalRate(5, timedelta(minutes=2), 20, max_vus=40, distribution="poisson")
        plan = Plan(
            scenarios={
                "z": ConstantVus(10, "30s", exec=browse, graceful_stop="5s", env={"A": "1"}),
                "a": RampingVus([("10s", 5)], start_vus=0),
            },
            mixes={"users": Mix(arrivals, [Persona("browse", 3), Persona("buy", name="buyers", tags={"t": "v"})])},
            thresholds={"checks": ["rate>0.9", Threshold("rate>0.5", abort_on_fail=True, delay_abort_eval="10s")]},
            allow_net=["example.com"],
            vu_memory="128MiB",
            profiles={"smoke": Plan(scenarios={"a": None})},
        )
        self.assertEqual(
            json.loads(plan.to_json()),
            {
                "scenarios": {
                    "z": {
                        "executor": "constant-vus",
                        "vus": 10,
                        "duration": "30s",
                        "exec": "browse",
                        "gracefulStop": "5s",
                        "env": {"A": "1"},
                    },
                    "a": {"executor": "ramping-vus", "startVUs": 0, "stages": [{"duration": "10s", "target": 5}]},
                },
                "mixes": {
                    "users": {
                        "executor": "constant-arrival-rate",
                        "rate": 5,
                        "duration": "2m",
                        "preAllocatedVUs": 20,
                        "maxVUs": 40,
                        "distribution": "poisson",
                        "personas": [
                            {"exec": "browse", "weight": 3},
                            {"exec": "buy", "weight": 1, "name": "buyers", "tags": {"t": "v"}},
                        ],
                    }
                },
                "thresholds": {"checks": ["rate>0.9", {"threshold": "rate>0.5", "abortOnFail": True, "delayAbortEval": "10s"}]},
                "allowNet": ["example.com"],
                "vuMemory": "128MiB",
                "profiles": {"smoke": {"scenarios": {"a": None}}},
            },
        )

    def test_durations_are_written_as_people_write_them(self):
        cases = {
            timedelta(0): "0us",
            timedelta(minutes=2): "2m",
            timedelta(seconds=90): "90s",
            timedelta(seconds=1.5): "1500ms",
            timedelta(microseconds=250): "250us",
        }
        for value, text in cases.items():
            self.assertEqual(duration("duration", value), text)
        with self.assertRaisesRegex(TypeError, "`duration` must be text"):
            ConstantVus(1, 30)

    def test_a_function_is_planned_by_the_name_that_it_was_given(self):
        self.addCleanup(PROGRAM.functions.clear)

        @scenario("check-out")
        def check_out():
            pass

        self.assertEqual(ConstantVus(1, "1s", exec=check_out).to_dict()["exec"], "check-out")


if __name__ == "__main__":
    unittest.main()
