package graph

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// Options says where the services are and how to sign in to them. Graph, Credential and GraphScope are required.
type Options struct {
	// Graph is the base URL of Microsoft Graph without a version, such as https://graph.microsoft.com.
	// It may have a path (a proxy's). It must be https, or http on a loopback address.
	Graph string
	// Store is the base URL of the Store's management service, such as https://bspmts.mp.microsoft.com.
	// Empty: the Store calls answer with an error and nothing is sent.
	Store string

	// Credential signs in to both services.
	Credential azcore.TokenCredential
	// GraphScope is the scope asked of Credential for Graph, such as https://graph.microsoft.com/.default.
	GraphScope string
	// StoreScope is the scope for the Store's management service, such as https://onestore.microsoft.com/.default.
	StoreScope string

	// UserAgent is sent as it stands on every request.
	UserAgent string
	// Transport sends the requests. Nil means NewTransport.
	Transport policy.Transporter
	// Observe, when set, is told of every HTTP attempt once it has ended. It is called from many goroutines.
	Observe func(context.Context, Call)

	// WriteLimit is the number of writes allowed in WriteWindow. Zero means what the service allows one
	// application in one tenant: 100 in 20 seconds (Graph docs, Intune service limits).
	WriteLimit  int
	WriteWindow time.Duration
}

// Call describes one HTTP attempt. It holds nothing that is secret or personal: no header, no body, no token and no
// query, because a query may name people.
type Call struct {
	Method          string
	Path            string        // path of the URL, ids included
	Status          int           // 0: no answer came
	Duration        time.Duration // from sending to the last byte of the answer
	RequestID       string        // the service's
	ClientRequestID string        // ours, the same for all attempts of one call
	Attempt         int           // 1 for the first
	BatchSize       int           // requests inside, when this is a $batch
	Failure         string        // why no answer came, without the URL
}

// Client speaks to one tenant. It is immutable and safe for use by many goroutines at once.
type Client struct {
	graph, store service
	userAgent    string
}

// service is one of the two that a Client speaks to. Its pipe is unset when Options names no such service.
type service struct {
	base base
	pipe runtime.Pipeline
	here bool
}

// New checks the options and makes a client. Nothing is sent.
func New(o Options) (*Client, error) {
	if o.Credential == nil {
		return nil, errors.New("graph: no credential")
	}
	transport := o.Transport
	if transport == nil {
		var err error
		if transport, err = NewTransport(); err != nil {
			return nil, err
		}
	}
	writes := newPace(cmp.Or(o.WriteLimit, 100), cmp.Or(o.WriteWindow, 20*time.Second))
	c := &Client{userAgent: o.UserAgent}
	var err error
	if c.graph, err = newService(o, "graph", o.Graph, o.GraphScope, writes, transport); err != nil {
		return nil, err
	}
	if o.Store == "" {
		return c, nil
	}
	if c.store, err = newService(o, "store", o.Store, o.StoreScope, writes, transport); err != nil {
		return nil, err
	}
	return c, nil
}

func newService(o Options, name, raw, scope string, writes *pace, transport policy.Transporter) (service, error) {
	b, err := newBase(name, raw)
	if err != nil {
		return service{}, err
	}
	return service{base: b, pipe: newPipeline(o, b, scope, writes, transport), here: true}, nil
}

// Answer is what a bulk call says about one of the ids it was asked for.
// Err is set when it could not be learnt; otherwise Found says whether the thing exists, and Value is it.
type Answer[T any] struct {
	Value T
	Found bool
	Err   error
}
