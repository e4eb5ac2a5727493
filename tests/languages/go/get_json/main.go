// One GET, one check, and one field of the JSON that came: what `bench languages` runs in each language.
package main

import (
	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
)

func visit(vu *wasmload.VU) error {
	page, err := http.Get("/json")
	if err != nil {
		return err
	}
	here, err := page.JSONPath("stock.here").Int()
	if err != nil {
		return err
	}
	wasmload.Check("status is 200", page.Status == 200 && here == 3)
	return nil
}

func main() { wasmload.Run(visit) }
