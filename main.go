// Command terraform-provider-intunestore is a Terraform provider for licensed
// store apps in Microsoft Intune. Terraform starts it; by hand it knows -version
// and -debug.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/intunestore/terraform-provider-intunestore/internal/provider"
)

// address is what users write as the provider's source.
const address = "registry.terraform.io/intunestore/intunestore"

// version is set by the release build: -ldflags "-X main.version=1.2.3".
var version = "dev"

func main() {
	debugging := flag.Bool("debug", false, "serve until interrupted, for a debugger, and print how to attach Terraform")
	show := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *show {
		fmt.Println("terraform-provider-intunestore", version)
		return
	}
	for name, value := range lean(os.Environ()) {
		if err := os.Setenv(name, value); err != nil {
			log.Fatal(err)
		}
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if err := serve(*debugging); err != nil {
		log.Fatal(err)
	}
}

// gcPercent lets garbage grow to twice what is in use before it is collected. With
// ended RPCs let go (package leanserver) a few megabytes are in use, so that
// collecting at the usual 100 percent means collecting all the time for memory that
// nobody misses; at 400 a plan of a thousand assignments is 5 % faster and takes
// 70 MB. GOGC overrides it. To take it out when the framework makes less garbage:
// delete the call.
const gcPercent = 200

// lean is what to set in the environment so that the SDK builds no log lines
// that nobody reads. Terraform asks for logs by a TF_LOG variable; where there is
// none it throws away what a provider writes, but the SDK has by then spent a
// third of a plan's CPU on TRACE lines (hashicorp/terraform-plugin-framework
// #1269, #721, #1086). To take it out when those are mended: delete lean and its
// call; nothing else knows of it.
func lean(environ []string) map[string]string {
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "TF_LOG") && value != "" {
			return nil
		}
	}
	return map[string]string{"TF_LOG_SDK_PROTO": "off", "TF_LOG_SDK_FRAMEWORK": "off"}
}

// serve answers Terraform until it hangs up.
func serve(debugging bool) error {
	var opts []tf6server.ServeOpt
	if debugging {
		opts = append(opts, tf6server.WithManagedDebug())
	}
	server := provider.NewServer(version, provider.Options{Now: time.Now})
	return tf6server.Serve(address, server, opts...)
}
