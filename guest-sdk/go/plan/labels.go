package plan

// Env sets a variable that the scenario can read.
func Env(name, value string) Option {
	return func(o *object) { o.object("env").set(name, value) }
}

// Tag adds a tag to every sample.
func Tag(name, value string) Option {
	return func(o *object) { o.object("tags").set(name, value) }
}
