package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/intunestore/terraform-provider-intunestore/internal/assumptions"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// command is one run with what it takes from outside.
type command struct {
	lookup         func(string) string
	now            func() time.Time
	transport      http.RoundTripper // nil: the proxies of the environment, TLS 1.2 or later
	stdout, stderr io.Writer
}

// options are what the flags say.
type options struct {
	markdown, write, yes bool
	target               assumptions.Target
	only                 string
}

// The exit codes.
const (
	exitHolds   = 0
	exitDiffers = 1
	exitFailed  = 2
)

func (c command) run(ctx context.Context, arguments []string) int {
	o, err := c.parse(arguments)
	if errors.Is(err, flag.ErrHelp) {
		return exitHolds
	}
	if err != nil {
		return c.fail(err)
	}
	rows, err := assumptions.Rows(emulator.Assumptions())
	if err != nil {
		return c.fail(err)
	}
	if rows, err = chosen(rows, o); err != nil {
		return c.fail(err)
	}
	var target *assumptions.Target
	if o.write {
		target = &o.target
		fmt.Fprint(c.stderr, target.Plan())
		if !o.yes {
			return c.fail(errors.New("nothing was done: add -yes to agree"))
		}
	}
	client, err := c.signIn(o.write)
	if err != nil {
		return c.fail(err)
	}
	if _, err := client.Credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{client.Scope}}); err != nil {
		return c.fail(err)
	}
	if target != nil {
		if err := target.Ready(ctx, client); err != nil {
			return c.fail(err)
		}
	}
	results, failed := assumptions.Run(ctx, client, rows, target)
	write := assumptions.Text
	if o.markdown {
		write = assumptions.Markdown
	}
	if err := errors.Join(failed, write(c.stdout, results), ctx.Err()); err != nil {
		return c.fail(err)
	}
	if assumptions.Count(results, assumptions.Differs) > 0 {
		return exitDiffers
	}
	return exitHolds
}

func (c command) fail(err error) int {
	fmt.Fprintln(c.stderr, "check-tenant:", err)
	return exitFailed
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

func (c command) parse(arguments []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("check-tenant", flag.ContinueOnError)
	flags.SetOutput(c.stderr)
	flags.Usage = func() {
		fmt.Fprint(c.stderr, `usage: check-tenant [flags]

Asks a tenant whether the emulator's assumptions hold. It signs in as the provider
does, by the ARM_ variables or the Azure CLI, and only reads unless told to write.
What it prints holds no names and no ids of the tenant.

`)
		flags.PrintDefaults()
	}
	flags.BoolVar(&o.markdown, "markdown", false, "print a table to paste into an issue")
	flags.StringVar(&o.only, "only", "", "make these `checks` only, by id, separated by commas")
	flags.BoolVar(&o.write, "write", false, "make the checks that write, too: on -app and -group, and only with -yes")
	flags.StringVar(&o.target.App, "app", "", "`id` of an app without assignments, for -write")
	flags.StringVar(&o.target.Group, "group", "", "`id` of a group without members, for -write")
	flags.BoolVar(&o.yes, "yes", false, "agree to what -write prints that it will do")
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case o.write && (!guid.MatchString(o.target.App) || !guid.MatchString(o.target.Group)):
		return o, errors.New("-write needs -app and -group, each an id")
	case !o.write && (o.yes || o.target != assumptions.Target{}):
		return o, errors.New("-app, -group and -yes are for -write")
	}
	return o, nil
}

// chosen are the rows of the checks that -only names.
func chosen(rows []assumptions.Row, o options) ([]assumptions.Row, error) {
	if o.only == "" {
		return rows, nil
	}
	ids := strings.Split(o.only, ",")
	for _, id := range ids {
		if !slices.Contains(assumptions.IDs(), id) {
			return nil, fmt.Errorf("there is no check %q; the checks are %s", id, strings.Join(assumptions.IDs(), ", "))
		}
	}
	return slices.DeleteFunc(rows, func(r assumptions.Row) bool { return !slices.Contains(ids, r.Check) }), nil
}
