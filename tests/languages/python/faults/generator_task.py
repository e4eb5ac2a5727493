from wasmload import User, task


class Shopper(User):
    @task
    def browse(self):
        yield
