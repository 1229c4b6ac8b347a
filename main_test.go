package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLean(t *testing.T) {
	quiet := map[string]string{"TF_LOG_SDK_PROTO": "off", "TF_LOG_SDK_FRAMEWORK": "off"}
	for name, test := range map[string]struct {
		environ []string
		want    map[string]string
	}{
		"nothing set":          {nil, quiet},
		"other variables":      {[]string{"PATH=/bin", "MY_TF_LOG=trace", "TF_CLI_CONFIG_FILE=x"}, quiet},
		"set to nothing":       {[]string{"TF_LOG="}, quiet},
		"all logs":             {[]string{"TF_LOG=trace"}, nil},
		"provider logs":        {[]string{"TF_LOG_PROVIDER=debug"}, nil},
		"this provider's":      {[]string{"TF_LOG_PROVIDER_INTUNESTORE=debug"}, nil},
		"the user's own SDK":   {[]string{"PATH=/bin", "TF_LOG_SDK_PROTO=trace"}, nil},
		"one of several":       {[]string{"TF_LOG=", "TF_LOG_CORE=info"}, nil},
		"a file, and no level": {[]string{"TF_LOG_PATH=/tmp/log"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, lean(test.environ)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
