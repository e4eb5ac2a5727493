"""Two kinds of users in a mix: many who browse, few who order. Each VU is an object of its class, with a basket of its own."""

from wasmload import ConstantVus, Mix, Plan, User, between, check, group, random, task


class Browser(User):
    """Looks around, and sometimes takes something."""

    wait_time = between(0.5, 1.5)

    def on_start(self):
        self.basket = []

    @task
    def browse(self):
        page = self.client.get("/")
        check("status is 200", page.status_code == 200)
        if random.chance(0.3):
            self.basket.append(7)


class Buyer(User):
    """Looks at things, and orders some of them."""

    wait_time = between(1, 3)

    def on_start(self):
        self.basket = []

    @task(3)
    def look(self):
        self.client.get("/")
        self.basket.append(random.randint(1, 9))

    @task
    def order(self):
        with group("check out"):
            answer = self.client.post("/", json=self.basket)
        check("the order is accepted", answer.ok)
        print("ordered", described(self.basket))
        self.basket.clear()


def described(basket):
    """The basket for people."""
    return ", ".join(f"item {item}" for item in basket) or "nothing"


# Ten users, eight of whom browse. A plan file or flags override it.
plan = Plan(
    mixes={"users": Mix(ConstantVus(10, "10s"), {Browser: 80, Buyer: 20})},
    thresholds={"http_req_duration{scenario:users-Browser}": "p(95)<500", "checks": "rate>0.99"},
)
