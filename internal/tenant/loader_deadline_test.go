package tenant

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A question with a short deadline must not be the end of those that came along.
func TestLoaderAsksAgainForThoseWithTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := &library{delay: time.Minute}
		l := newLoader(&pulse{}, lib.bulk)
		hurried, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		patient, cancelPatient := context.WithTimeout(t.Context(), time.Hour)
		defer cancelPatient()
		var wg sync.WaitGroup
		wg.Go(func() {
			if got := l.Load(hurried, "a"); !errors.Is(got.Err, context.DeadlineExceeded) {
				t.Errorf("the hurried: %+v, want deadline exceeded", got)
			}
		})
		wg.Go(func() {
			if got := l.Load(patient, "a"); got.Err != nil {
				t.Errorf("the patient: %v, want an answer", got.Err)
			}
		})
		wg.Wait()
	})
}
