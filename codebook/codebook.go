// Package codebook carries the starter codebook inside the program. It must
// not know how a codebook is read.
package codebook

import _ "embed"

// Name is the file name of the starter codebook.
const Name = "codebook.yaml"

// YAML is the starter codebook.
//
//go:embed codebook.yaml
var YAML []byte
