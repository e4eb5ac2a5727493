package wasmload

import "github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/groups"

// Group runs a part of an iteration, and returns what it returns. Samples inside carry the tag group, in k6's form
// ::outer::inner; the time it takes goes to the trend group_duration. At most 16 groups deep; deeper ones count as the 16th.
func Group(name string, part func() error) error {
	groups.Enter(name)
	defer groups.Leave()
	return part()
}

// EnterGroup enters a group, which lasts until the function that it returns is called:
//
//	defer wasmload.EnterGroup("log in")()
//
// That leaves the innermost group: leave groups in the opposite order of entering them. The end of an iteration leaves all of
// them.
func EnterGroup(name string) (leave func()) {
	groups.Enter(name)
	return groups.Leave
}
