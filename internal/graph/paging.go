package graph

import (
	"context"
	"fmt"
	"hash/maphash"
)

// maxPages ends a collection that never ends: twenty million members at 999 a page.
const maxPages = 20_000

// What all pages of a list may hold together. maxKept is for a list whose items we keep, and maxStreamed for one whose
// reader keeps as little of each as it can: an id.
const (
	maxKept     = 256 << 20
	maxStreamed = 2 << 30
)

// maxIdle is how often in a row a page may be empty and lead to itself.
const maxIdle = 10

// page is one page of a collection.
type page[T any] struct {
	Value *items[T] `json:"value"`
	Next  string    `json:"@odata.nextLink"`
	Count *int      `json:"@odata.count"` // on the first page only, and only of a directory's collection to be trusted
}

// list reads a collection page by page and hands each page's items on as they come. Nothing of a page is kept, so a
// collection of any size takes the memory of one page.
func list[T any](ctx context.Context, c *Client, first call, each func([]T) error) error {
	a, err := c.do(ctx, first)
	if err != nil {
		return err
	}
	return listFrom(ctx, c, first, a, each)
}

// listFrom is list for a first page that is there already, such as one out of a batch.
func listFrom[T any](ctx context.Context, c *Client, first call, a *answer, each func([]T) error) error {
	// Only hashes are kept of the links: their tokens run to kilobytes.
	seed, seen := maphash.MakeSeed(), map[uint64]struct{}{}
	k, idle, size := first, 0, int64(0)
	for pages := 1; ; pages++ {
		p, err := readPage[T](a)
		if err != nil {
			return err
		}
		if len(*p.Value) > 0 { // a page may be empty and still have a next one (Graph docs, Paging)
			if err := each(*p.Value); err != nil {
				return a.sense(err)
			}
		}
		if p.Next == "" {
			return nil
		}
		if size += int64(len(a.body)); size > k.most() {
			return a.nonsense(fmt.Sprintf("the list does not end after %d MiB", k.most()>>20))
		}
		link := maphash.String(seed, p.Next)
		if len(*p.Value) == 0 && p.Next == k.link {
			idle++ // nothing was read of it, so reading it again is no loop yet
		} else {
			idle = 0
		}
		if _, again := seen[link]; again && (idle == 0 || idle > maxIdle) {
			return a.nonsense(fmt.Sprintf("page %d links back to a page that was read already", pages))
		}
		if pages == maxPages {
			return a.nonsense(fmt.Sprintf("the list does not end after %d pages", maxPages))
		}
		seen[link] = struct{}{}
		k.link = p.Next
		if a, err = c.do(ctx, k); err != nil {
			return err
		}
	}
}

func readPage[T any](a *answer) (page[T], error) {
	var p page[T]
	if err := a.decode(&p); err != nil {
		return p, err
	}
	if p.Value == nil || *p.Value == nil {
		return p, a.nonsense("the answer has no list of values")
	}
	return p, nil
}
