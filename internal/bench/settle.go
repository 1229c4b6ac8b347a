package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Settle fills the state with everything that is there, so that the next plan has
// nothing to do. One assignment is applied, ours by an import, and the state copied
// for all others: Terraform writes the whole state after each resource, which takes
// many minutes for thousands.
func (s *Stage) Settle(ctx context.Context, c Company) error {
	config := filepath.Join(s.dir, "main.tf")
	whole, err := os.ReadFile(config)
	if err != nil {
		return err
	}
	head, blocks, _ := strings.Cut(string(whole), "resource ")
	first, _, _ := strings.Cut(blocks, "resource ")
	one := head + "resource " + first
	if s.Server != nil {
		app, group := c.Assignment(0)
		id, err := s.assignmentID(app, group)
		if err != nil {
			return err
		}
		one += fmt.Sprintf("import {\n  to = intunestore_app_assignment.r0\n  id = \"%s/%s\"\n}\n", app, id)
	}
	if err := os.WriteFile(config, []byte(one), 0o600); err != nil {
		return err
	}
	if _, err := s.Apply(ctx); err != nil {
		return err
	}
	if err := s.copyState(c); err != nil {
		return err
	}
	return os.WriteFile(config, whole, 0o600)
}

func (s *Stage) assignmentID(app, group string) (string, error) {
	for _, a := range s.Server.Assignments(app) {
		if target, ok := a["target"].(map[string]any); ok && target["groupId"] == group {
			return fmt.Sprint(a["id"]), nil
		}
	}
	return "", fmt.Errorf("app %s is not assigned to group %s", app, group)
}

// copyState makes all resources of the state of the first.
func (s *Stage) copyState(c Company) error {
	path := filepath.Join(s.dir, "terraform.tfstate")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var state map[string]any
	if err := json.Unmarshal(text, &state); err != nil {
		return err
	}
	resources, _ := state["resources"].([]any)
	if len(resources) != 1 {
		return fmt.Errorf("%s has %d resources, want 1", path, len(resources))
	}
	first, err := json.Marshal(resources[0])
	if err != nil {
		return err
	}
	app0, group0 := c.Assignment(0)
	copies := make([]json.RawMessage, c.Assignments)
	for i := range copies {
		app, group := c.Assignment(i)
		names := strings.NewReplacer(`"r0"`, fmt.Sprintf(`"r%d"`, i), app0, app, group0, group)
		copies[i] = json.RawMessage(names.Replace(string(first)))
	}
	state["resources"] = copies
	if text, err = json.Marshal(state); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
