"""Personas: their tasks, their mix, and what cannot be one."""

import unittest

from wasmload import SequentialTaskSet, TaskSet, User, scenario, setup, task
from wasmload._program import PROGRAM, Program, plan_of
from wasmload.users._task import tasks_of


class Personas(unittest.TestCase):
    def setUp(self):
        self.addCleanup(PROGRAM.users.clear)

    def test_tasks_are_inherited_and_weighed(self):
        def rest(user):
            pass

        class Base(User):
            abstract = True
            tasks = {rest: 2}

            @task(3)
            def browse(self):
                pass

            @task
            def buy(self):
                pass

        class Shopper(Base):
            @task(5)
            def buy(self):
                pass

        found = [(weight, one.__name__) for weight, one in tasks_of(Shopper)]
        self.assertEqual(found, [(2, "rest"), (3, "browse"), (5, "buy")])
        self.assertEqual(PROGRAM.personas(), [Shopper])

    def test_several_make_a_mix_by_weight_unless_a_plan_says_what_runs(self):
        class Shopper(User):
            weight = 6
            host = "http://localhost:8080"
            tasks = [print]

        class Admin(User):
            weight = 2
            tasks = [print]

        plan = plan_of(PROGRAM, {"thresholds": {"checks": "rate>0.9"}})
        listed = [{"exec": "Shopper", "weight": 6}, {"exec": "Admin", "weight": 2}]
        mix = {"executor": "constant-vus", "vus": 4, "duration": "10s", "personas": listed}
        self.assertEqual(plan["mixes"], {"users": mix})
        self.assertEqual(plan["target"], "http://localhost:8080")
        self.assertNotIn("mixes", plan_of(PROGRAM, {"vus": 3, "duration": "1s"}))

    def test_a_sequence_takes_its_tasks_in_order_and_can_be_left(self):
        seen = []

        class Shopper(User):
            @task
            class Steps(SequentialTaskSet):
                @task
                def first(self):
                    seen.append("first")

                @task
                def second(self):
                    seen.append("second")
                    self.interrupt()

                def on_start(self):
                    seen.append("start")

                def on_stop(self):
                    seen.append("stop")

        user = Shopper()
        for _ in range(3):
            user.iterate()
        self.assertEqual(seen, ["start", "first", "second", "stop", "start", "first"])

    def test_what_would_do_nothing_is_refused(self):
        async def later():
            pass

        def some():
            yield

        for function in (later, some):
            for mark in (scenario, task, setup):
                with self.assertRaisesRegex(TypeError, function.__name__):
                    mark(function)
        with self.assertRaisesRegex(TypeError, "fixed_count"):
            type("Few", (User,), {"fixed_count": 3})
        with self.assertRaisesRegex(TypeError, "has no tasks"):
            TaskSet(type("Idle", (User,), {})())

    def test_one_function_of_each_kind(self):
        program = Program()
        program.add_function(print, "visit")
        with self.assertRaisesRegex(ValueError, "two scenarios are called `visit`"):
            program.add_function(repr, "visit")


if __name__ == "__main__":
    unittest.main()
