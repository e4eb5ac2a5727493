// A Go package with functions that have no body needs an assembly file, even an empty one.
