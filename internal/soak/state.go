package soak

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// stated is what Terraform's state says that the tenant holds. It reads the file as
// anybody can, with no word of the provider's.
func stated(dir string) (holdings, error) {
	text, err := os.ReadFile(filepath.Join(dir, "terraform.tfstate"))
	// A Terraform that was killed while it wrote its first state leaves an empty file,
	// which the next one takes for none.
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(text) == 0 {
		return holdings{}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseState(text)
}

type statedAssignment struct {
	AppID  string `json:"app_id"`
	Intent string `json:"intent"`
	Target struct {
		Type       string `json:"type"`
		GroupID    string `json:"group_id"`
		FilterType string `json:"filter_type"`
	} `json:"target"`
	Assignments []statedAssignment `json:"assignments"`
}

func parseState(text []byte) (holdings, error) {
	var file struct {
		Resources []struct {
			Type      string `json:"type"`
			Instances []struct {
				Attributes json.RawMessage `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("the state cannot be read: %w", err)
	}
	h := holdings{}
	for _, resource := range file.Resources {
		if resource.Type == "intunestore_association" {
			continue
		}
		for _, instance := range resource.Instances {
			var a statedAssignment
			if err := json.Unmarshal(instance.Attributes, &a); err != nil {
				return nil, fmt.Errorf("the state of a %s cannot be read: %w", resource.Type, err)
			}
			all := a.Assignments
			if resource.Type == "intunestore_app_assignment" {
				all = []statedAssignment{a}
			}
			for _, one := range all {
				k, filter := one.key(a.AppID)
				if _, twice := h[k]; twice {
					return nil, fault(doubled, "the state has %v twice", k)
				}
				h[k] = filter
			}
		}
	}
	return h, nil
}

func (a statedAssignment) key(app string) (k key, filter string) {
	k = key{slices.Index(ids(appCount, appID), app), slices.Index(ids(groupCount, groupID), a.Target.GroupID), a.Intent, a.Target.Type == "exclusion_group"}
	if a.Target.FilterType == "" {
		return k, unfiltered
	}
	return k, a.Target.FilterType
}

func ids(n int, id func(int) string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = id(i)
	}
	return out
}
