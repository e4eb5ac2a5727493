package random

// PickFrom draws one of the items, each as likely as the others. It panics when there are none.
func PickFrom[T any](r *Rand, items []T) T {
	if len(items) == 0 {
		panic("random: there is nothing to pick from")
	}
	return items[r.index(len(items))]
}

// A Choice is an item of [Weighted], and how likely it is.
type Choice[T any] struct {
	// Weight is in proportion to the other weights; 0 is never drawn.
	Weight uint32
	// Item is what is drawn.
	Item T
}

// WeightedFrom draws one of the items, as likely as its weight says. It panics when no weight is above 0.
func WeightedFrom[T any](r *Rand, choices []Choice[T]) T {
	total := 0
	for _, choice := range choices {
		total += int(choice.Weight)
	}
	if total == 0 {
		panic("random: one weight at least has to be above 0")
	}
	return at(choices, r.Range(0, total))
}

// at gives the item in whose stretch the point lies, on a line where each item is as long as its weight.
func at[T any](choices []Choice[T], point int) T {
	for _, choice := range choices {
		if point -= int(choice.Weight); point < 0 {
			return choice.Item
		}
	}
	panic("random: the point lies behind the last item")
}
