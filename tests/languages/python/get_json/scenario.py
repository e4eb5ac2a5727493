"""One GET, one check, and one field of the JSON that came: what `bench languages` runs in each language."""

from wasmload import check, http, scenario


@scenario
def visit() -> None:
    page = http.get("/json")
    check("status is 200", page.status_code == 200 and page.json_path("stock.here") == 3)
