"""A file as it comes from Locust: only the import was changed."""

from wasmload import HttpUser, SequentialTaskSet, TaskSet, between, constant_pacing, task


class Shopper(HttpUser):
    weight = 3
    wait_time = between(0.001, 0.002)

    def on_start(self):
        self.seen = 0
        self.client.headers["x-user"] = "shopper"
        self.client.post("/login", json={"user": "demo"})

    def on_stop(self):
        self.client.get("/logout", name="log out")

    @task(3)
    def browse(self):
        for item in range(2):
            answer = self.client.get(f"/items/{item}", name="/items/[id]", params={"page": 1})
            assert answer.status_code == 200
            assert answer.ok and answer.elapsed.total_seconds() > 0
        self.seen += 1

    @task
    def judge(self):
        with self.client.get("/judged", catch_response=True) as answer:
            if "tea" not in answer.text:
                answer.failure("there is no tea")

    @task
    class Basket(TaskSet):
        @task
        def add(self):
            self.client.post("/basket", data={"item": 7})

        @task
        def leave(self):
            self.interrupt()


class Admin(HttpUser):
    wait_time = constant_pacing(0.002)

    @task
    class Steps(SequentialTaskSet):
        @task
        def first(self):
            self.client.get("/first")

        @task
        def second(self):
            refused = self.client.get("http://127.0.0.1:1/", name="refused")
            assert refused.status_code == 0 and refused.error is not None
            self.interrupt()
