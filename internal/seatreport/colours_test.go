package seatreport_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/seatreport"
)

// eyes are what is left of colours, in linear light, for those who lack one kind of cone.
// Source: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
// IEEE TVCG 15(6), 2009, severity 1.0.
var eyes = map[string][3][3]float64{
	"all cones":    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// linear is an sRGB colour in linear light (IEC 61966-2-1).
func linear(t *testing.T, colour string) (out [3]float64) {
	t.Helper()
	for i := range out {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		if out[i] = float64(n) / 255 / 12.92; n > 10 {
			out[i] = math.Pow((float64(n)/255+0.055)/1.055, 2.4)
		}
	}
	return out
}

// lab is a colour in CIELAB as some eyes see it.
func lab(seen [3][3]float64, light [3]float64) [3]float64 {
	var rgb [3]float64
	for i, row := range seen {
		rgb[i] = min(1, max(0, row[0]*light[0]+row[1]*light[1]+row[2]*light[2]))
	}
	f := func(v float64) float64 {
		if v > 0.008856 {
			return math.Cbrt(v)
		}
		return 7.787*v + 16.0/116
	}
	x := f((0.4124*rgb[0] + 0.3576*rgb[1] + 0.1805*rgb[2]) / 0.9505)
	y := f(0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2])
	z := f((0.0193*rgb[0] + 0.1192*rgb[1] + 0.9505*rgb[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// The kinds of seats differ by 20 in CIELAB, which nobody takes for the same, for eyes that lack a kind of cone too; and
// without any colour, since each is filled in its own way.
func TestColourBlind(t *testing.T) {
	svg := seatreport.SVG(estate, 50)
	light, rest, _ := strings.Cut(svg, "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "@media (forced-colors")
	for theme, rules := range map[string]string{"light": light, "dark": dark} {
		colours := map[string][3]float64{}
		for _, m := range regexp.MustCompile(`--([a-z]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(rules, -1) {
			colours[m[1]] = linear(t, m[2])
		}
		kinds := []string{"used", "claimed", "short", "paper"}
		for who, seen := range eyes {
			for i, a := range kinds {
				for _, b := range kinds[:i] {
					x, y := lab(seen, colours[a]), lab(seen, colours[b])
					if d := math.Hypot(math.Hypot(x[0]-y[0], x[1]-y[1]), x[2]-y[2]); d < 20 {
						t.Errorf("%s, %s: %s and %s differ by %.1f", theme, who, a, b, d)
					}
				}
			}
		}
	}
	fills := map[string]bool{}
	for _, m := range regexp.MustCompile(`\.(?:used|claimed|free|short) \{ fill: ([^;]+);`).FindAllStringSubmatch(svg, -1) {
		fills[m[1]] = true
	}
	if len(fills) != 4 || !fills["url(#claimed)"] || !fills["url(#short)"] {
		t.Errorf("fills %v", fills)
	}
}
