package services

import "sync"

// Singleton is what one run remembers about an object that a tenant has once. A
// plan or write of Terraform carries no address and instances run at once, so two
// resources that mean the same object meet only here. The zero value is ready.
//
// Hold its lock from the look at the tenant to the write that follows from it.
type Singleton struct {
	sync.Mutex
	managed  bool // a resource of this run has it in its state
	released bool // destroyed in this run and left as it is in the tenant
}

// Manage notes that a resource has the object in its state.
func (s *Singleton) Manage() { s.managed, s.released = true, false }

// Release notes that a resource was destroyed. left says that the object stays in
// the tenant as it is, so that the next create of this run may take it over.
func (s *Singleton) Release(left bool) { s.managed, s.released = false, left }

// Managed says whether a resource of this run has the object in its state.
func (s *Singleton) Managed() bool { return s.managed }

// Released says whether the object was left in the tenant for the next create.
func (s *Singleton) Released() bool { return s.released }
