package schemajson

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// The structs below spell the document of `terraform providers schema -json`
// (HashiCorp documentation, "providers schema" command, format version 1.0, as
// Terraform 1.14 prints it). Only what this provider can serve is named.

// formatVersion is what Terraform 1.14 writes; readers accept any 1.x.
const formatVersion = "1.0"

type document struct {
	FormatVersion string              `json:"format_version"`
	Providers     map[string]provider `json:"provider_schemas"`
}

type provider struct {
	Config      *schema             `json:"provider,omitempty"`
	Resources   map[string]schema   `json:"resource_schemas,omitempty"`
	DataSources map[string]schema   `json:"data_source_schemas,omitempty"`
	Ephemeral   map[string]schema   `json:"ephemeral_resource_schemas,omitempty"`
	Lists       map[string]schema   `json:"list_resource_schemas,omitempty"`
	Actions     map[string]action   `json:"action_schemas,omitempty"`
	Functions   map[string]function `json:"functions,omitempty"`
	Identities  map[string]identity `json:"resource_identity_schemas,omitempty"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type action struct {
	Block block `json:"block"`
}

type block struct {
	Attributes      map[string]attribute   `json:"attributes,omitempty"`
	Blocks          map[string]nestedBlock `json:"block_types,omitempty"`
	Description     string                 `json:"description,omitempty"`
	DescriptionKind string                 `json:"description_kind"`
	Deprecated      bool                   `json:"deprecated,omitempty"`
}

type nestedBlock struct {
	Nesting  string `json:"nesting_mode"`
	Block    block  `json:"block"`
	MinItems int64  `json:"min_items,omitempty"`
	MaxItems int64  `json:"max_items,omitempty"`
}

type attribute struct {
	Type            tftypes.Type `json:"type,omitempty"`
	Nested          *nested      `json:"nested_type,omitempty"`
	Description     string       `json:"description,omitempty"`
	DescriptionKind string       `json:"description_kind"`
	Deprecated      bool         `json:"deprecated,omitempty"`
	Required        bool         `json:"required,omitempty"`
	Optional        bool         `json:"optional,omitempty"`
	Computed        bool         `json:"computed,omitempty"`
	Sensitive       bool         `json:"sensitive,omitempty"`
	WriteOnly       bool         `json:"write_only,omitempty"`
}

type nested struct {
	Attributes map[string]attribute `json:"attributes"`
	Nesting    string               `json:"nesting_mode"`
}

type function struct {
	Description        string       `json:"description,omitempty"`
	Summary            string       `json:"summary,omitempty"`
	DeprecationMessage string       `json:"deprecation_message,omitempty"`
	Return             tftypes.Type `json:"return_type"`
	Parameters         []parameter  `json:"parameters,omitempty"`
	Variadic           *parameter   `json:"variadic_parameter,omitempty"`
}

type parameter struct {
	Name        string       `json:"name,omitempty"`
	Description string       `json:"description,omitempty"`
	Nullable    bool         `json:"is_nullable,omitempty"`
	Type        tftypes.Type `json:"type"`
}

type identity struct {
	Version    int64                        `json:"version"`
	Attributes map[string]identityAttribute `json:"attributes"`
}

type identityAttribute struct {
	Type        tftypes.Type `json:"type"`
	Description string       `json:"description,omitempty"`
	Required    bool         `json:"required_for_import,omitempty"`
	Optional    bool         `json:"optional_for_import,omitempty"`
}
