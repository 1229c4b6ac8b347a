package odata

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// normal brings a value of an item into the few types that expressions know.
func normal(value any) any {
	switch v := value.(type) {
	case nil, string, bool, float64, time.Time, []any, map[string]any:
		return v
	case json.Number:
		n, err := v.Float64()
		if err != nil {
			return v.String()
		}
		return n
	}
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return normal(v.Elem().Interface())
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return float64(v.Uint())
	case reflect.Float32:
		return v.Float()
	case reflect.Slice:
		elements := make([]any, v.Len())
		for i := range elements {
			elements[i] = normal(v.Index(i).Interface())
		}
		return elements
	case reflect.Map:
		object := make(map[string]any, v.Len())
		for _, key := range v.MapKeys() {
			object[key.String()] = v.MapIndex(key).Interface()
		}
		return object
	}
	return fmt.Sprint(value)
}

// compareValues applies one of eq, ne, gt, ge, lt, le. Null equals null only
// and is neither above nor below anything. The error tells of operands that
// have no common type.
func compareValues(operator string, left, right any) (bool, error) {
	if left == nil || right == nil {
		switch operator {
		case "eq":
			return left == nil && right == nil, nil
		case "ne":
			return (left == nil) != (right == nil), nil
		}
		return false, nil
	}
	order, ok := orderOf(left, right)
	if !ok {
		return operator == "ne", reasonf(
			"A binary operator with incompatible types was detected. Found operand types '%s' and '%s' for operator kind '%s'.",
			edm(left), edm(right), operatorKinds[operator])
	}
	switch operator {
	case "eq":
		return order == 0, nil
	case "ne":
		return order != 0, nil
	case "gt":
		return order > 0, nil
	case "ge":
		return order >= 0, nil
	case "lt":
		return order < 0, nil
	default:
		return order <= 0, nil
	}
}

var operatorKinds = map[string]string{
	"eq": "Equal", "ne": "NotEqual", "gt": "GreaterThan",
	"ge": "GreaterThanOrEqual", "lt": "LessThan", "le": "LessThanOrEqual",
}

// orderOf compares two values that are not null; false when they have no
// common type. Strings compare without regard to case: an assumption, since the
// documentation does not say.
func orderOf(left, right any) (int, bool) {
	switch l := left.(type) {
	case float64:
		if r, ok := right.(float64); ok {
			return cmp.Compare(l, r), true
		}
	case bool:
		if r, ok := right.(bool); ok {
			return cmp.Compare(bit(l), bit(r)), true
		}
	case time.Time:
		if r, ok := asTime(right); ok {
			return l.Compare(r), true
		}
	case guid:
		if r, ok := right.(guid); ok {
			return cmp.Compare(l, r), true
		}
		if r, ok := right.(string); ok {
			return cmp.Compare(string(l), strings.ToLower(r)), true
		}
	case string:
		switch r := right.(type) {
		case string:
			return cmp.Compare(strings.ToLower(l), strings.ToLower(r)), true
		case guid, time.Time:
			order, ok := orderOf(right, left)
			return -order, ok
		}
	}
	return 0, false
}

func asTime(value any) (time.Time, bool) {
	switch v := value.(type) {
	case time.Time:
		return v, true
	case string:
		return parseTime(v)
	}
	return time.Time{}, false
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func edm(value any) string {
	switch value.(type) {
	case string:
		return "Edm.String"
	case float64:
		return "Edm.Int32"
	case bool:
		return "Edm.Boolean"
	case guid:
		return "Edm.Guid"
	case time.Time:
		return "Edm.DateTimeOffset"
	case []any:
		return "Collection(Edm.Untyped)"
	}
	return "Edm.Untyped"
}
