package seats

// Union returns the members of any of the sets, in one pass over all of them. Of
// a single set that is not empty, it is that set itself.
func Union(sets ...Set) Set {
	largest, only := Set{}, true
	for _, s := range sets {
		only = only && (s.Len() == 0 || largest.Len() == 0)
		if s.Len() > largest.Len() {
			largest = s
		}
	}
	if only {
		return largest
	}
	// Room for the largest set and not for the sum: scopes of one app overlap, and
	// fifty times the same million must not take fifty times the memory. Growing as
	// it goes, the slice ends with a quarter to spare at most.
	out := make([]ID, 0, largest.Len())
	merge(sets, func(run []ID) { out = append(out, run...) })
	return Set{out}
}

// UnionLen returns Union(sets...).Len() without making the union.
func UnionLen(sets ...Set) int {
	n := 0
	merge(sets, func(run []ID) { n += len(run) })
	return n
}

// merge calls emit with the members of all the sets in order, each once, cut into
// runs. It keeps the unread rest of each set in a heap with the lowest next id at
// its root.
func merge(sets []Set, emit func(run []ID)) {
	var room [8][]ID // most apps have few scopes: no allocation for those
	heap := room[:0]
	for _, s := range sets {
		if s.Len() > 0 {
			heap = append(heap, s.ids)
		}
	}
	for i := len(heap)/2 - 1; i >= 0; i-- {
		sink(heap, i)
	}
	for len(heap) > 1 {
		run := heap[0][:1]
		emit(run)
		for len(heap) > 0 && heap[0][0] == run[0] {
			if heap[0] = heap[0][1:]; len(heap[0]) == 0 {
				heap[0] = heap[len(heap)-1]
				heap = heap[:len(heap)-1]
			}
			sink(heap, 0)
		}
	}
	if len(heap) == 1 {
		emit(heap[0])
	}
}

// sink moves the rest at i down the heap to where no rest below it starts lower.
func sink(heap [][]ID, i int) {
	for {
		low := 2*i + 1
		if low >= len(heap) {
			return
		}
		if right := low + 1; right < len(heap) && heap[right][0].Compare(heap[low][0]) < 0 {
			low = right
		}
		if heap[i][0].Compare(heap[low][0]) <= 0 {
			return
		}
		heap[i], heap[low] = heap[low], heap[i]
		i = low
	}
}
