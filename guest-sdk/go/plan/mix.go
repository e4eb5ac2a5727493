package plan

// Mix adds one total of VUs, iterations or starts, that of the executor, which weighted personas share. The parts add up to the
// total exactly.
//
//	plan.Mix("users", plan.ConstantVUs(10, 30*time.Second),
//		plan.Persona("browse", 80),
//		plan.Persona("buy", 20, plan.PersonaName("buyers")),
//	)
func Mix(name string, totals Executor, personas ...PersonaPart) Option {
	return func(o *object) {
		// A copy: the same executor may be the total of several mixes.
		mix := &object{keys: append([]string(nil), totals.document.keys...), values: append([]any(nil), totals.document.values...)}
		for _, persona := range personas {
			mix.push("personas", persona.document)
		}
		o.object("mixes").set(name, mix)
	}
}

// A PersonaPart is a part of a mix.
type PersonaPart struct {
	document *object
}

// Persona makes a part of a mix: the function that its VUs call, and its weight in proportion to the others, from 1 up.
func Persona(exec string, weight int, options ...PersonaOption) PersonaPart {
	o := &object{}
	o.set("exec", exec)
	o.set("weight", weight)
	for _, option := range options {
		option(o)
	}
	return PersonaPart{o}
}

// A PersonaOption says what else sets a persona apart.
type PersonaOption func(*object)

// PersonaName is the name of its scenario. Without it, those of the mix and the function, with - in between.
func PersonaName(name string) PersonaOption {
	return func(o *object) { o.set("name", name) }
}

// PersonaEnv sets a variable for its VUs, over that of the mix.
func PersonaEnv(name, value string) PersonaOption {
	return func(o *object) { o.object("env").set(name, value) }
}

// PersonaTag adds a tag to its samples.
func PersonaTag(name, value string) PersonaOption {
	return func(o *object) { o.object("tags").set(name, value) }
}
