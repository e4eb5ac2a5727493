// Package http sends requests whose every phase the host measures. It is not net/http, and not a client to configure: each VU has
// connections of its own, kept alive between its requests and iterations, as a user's browser does.
//
//	page, err := http.Get("/items", http.Name("items"))
//	if err != nil {
//		return err
//	}
//	id, err := page.JSONPath("items.0.id").Int()
//
// A URL is absolute, or relative to --target. What a response carries stays in the host until it is asked for: what is not read
// costs nothing. A response lives until the end of its iteration.
package http
