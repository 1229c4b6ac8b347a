package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// maxItems bounds an array of an answer. An honest page has a thousand items, and a list without pages some hundred;
// an item of three bytes on the wire can take hundreds in memory.
const maxItems = 50_000

var errNullItem = errors.New("an item of a list is null")

// items is an array of an answer's body. Unlike a plain slice it is read anew where a body names its member twice, so
// that no item is made of two, and it refuses null for an item, which would be one without an id.
type items[T any] []T

func (s *items[T]) UnmarshalJSON(b []byte) error {
	*s = nil
	d := json.NewDecoder(bytes.NewReader(b))
	if start, err := d.Token(); err != nil || start != json.Delim('[') {
		return json.Unmarshal(b, (*[]T)(s)) // null, or the error that says what it is instead
	}
	all := []T{}
	for d.More() {
		if bytes.HasPrefix(bytes.TrimLeft(b[d.InputOffset():], ", \t\r\n"), []byte("null")) {
			return errNullItem
		}
		if len(all) == maxItems {
			return fmt.Errorf("a list has more than %d items", maxItems)
		}
		var item T
		if err := d.Decode(&item); err != nil {
			return err
		}
		all = append(all, item)
	}
	*s = all
	return nil
}

// senseless is what is wrong with an item, told by whoever reads a list. The list adds which answer held it.
type senseless string

func (s senseless) Error() string { return string(s) }

// sense puts an item's error into that of the answer which held the item.
func (a *answer) sense(err error) error {
	if what, ok := errors.AsType[senseless](err); ok {
		return a.nonsense(what.Error())
	}
	return err
}
