package floors

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "tematik/"

// file is one parsed Go file of the house.
type file struct {
	path, room string
	test       bool
	ast        *ast.File
	lines      int
	set        *token.FileSet
}

func house(t *testing.T) []file {
	t.Helper()
	root := filepath.Join("..", "..")
	var out []file
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2 || d.Name() == "testdata" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(set, path, src, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		room := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(rel)), "internal/")
		out = append(out, file{rel, room, strings.HasSuffix(path, "_test.go"), parsed, strings.Count(string(src), "\n"), set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 20 {
		t.Fatalf("only %d Go files found: the walk is wrong", len(out))
	}
	return out
}

// plan finds a room: by its own name first, else by the pattern over it.
func plan(name string) (Room, bool) {
	var under Room
	found := false
	for _, r := range Rooms() {
		if r.Name == name {
			return r, true
		}
		if p, ok := strings.CutSuffix(r.Name, "/*"); ok && strings.HasPrefix(name, p+"/") {
			under, found = r, true
		}
	}
	return under, found
}

func allowed(list []string, name string) bool {
	return slices.ContainsFunc(list, func(a string) bool {
		p, under := strings.CutSuffix(a, "/*")
		return a == name || under && strings.HasPrefix(name, p+"/")
	})
}

func TestArrows(t *testing.T) {
	walked := map[string][]string{} // by room of the plan: what its files import
	for _, f := range house(t) {
		if f.test {
			continue
		}
		room, ok := plan(f.room)
		if !ok {
			t.Errorf("%s: room %s is not in the plan", f.path, f.room)
			continue
		}
		for _, imp := range f.ast.Imports {
			path, _ := strconv.Unquote(imp.Path.Value)
			walked[room.Name] = append(walked[room.Name], strings.TrimPrefix(strings.TrimPrefix(path, module), "internal/"))
			switch {
			case strings.HasPrefix(path, module):
				name := strings.TrimPrefix(strings.TrimPrefix(path, module), "internal/")
				if !allowed(room.Ours, name) {
					t.Errorf("%s: %s may not import %s", f.path, f.room, name)
				}
			case strings.Contains(strings.SplitN(path, "/", 2)[0], "."):
				if !slices.ContainsFunc(room.Modules, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") }) {
					t.Errorf("%s: %s is no home of %s", f.path, f.room, path)
				}
			case path == "os" && !slices.Contains(WritesFiles(), f.room):
				t.Errorf("%s: %s may not touch files itself", f.path, f.room)
			}
		}
	}
	// What is allowed and not done is an invitation.
	for _, r := range Rooms() {
		for _, to := range slices.Concat(r.Ours, r.Modules) {
			if !slices.ContainsFunc(walked[r.Name], func(p string) bool { return allowed([]string{to}, p) || strings.HasPrefix(p, to+"/") }) {
				t.Errorf("the plan lets %s import %s, which it does not", r.Name, to)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	for _, f := range house(t) {
		if f.test {
			continue
		}
		if f.lines > MaxFile {
			t.Errorf("%s: %d lines, the law is %d", f.path, f.lines, MaxFile)
		}
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			if n := f.set.Position(fn.End()).Line - f.set.Position(fn.Pos()).Line + 1; n > MaxFunction {
				t.Errorf("%s: %s has %d lines, the law is %d", f.path, fn.Name.Name, n, MaxFunction)
			}
		}
	}
}

func TestManners(t *testing.T) {
	docs := map[string]bool{}
	for _, f := range house(t) {
		if f.test {
			continue
		}
		docs[f.room] = docs[f.room] || f.ast.Doc != nil
		for _, c := range f.ast.Comments {
			if strings.HasPrefix(c.Text(), "+build") || strings.HasPrefix(c.List[0].Text, "//go:build") {
				t.Errorf("%s: a build tag", f.path)
			}
		}
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == "init" && d.Recv == nil {
					t.Errorf("%s: an init function", f.path)
				}
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && f.room != "cmd/tematik" && !wellKnown[d.Name.Name] {
					t.Errorf("%s: %s has no doc comment", f.path, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
						t.Errorf("%s: type %s has no doc comment", f.path, ts.Name.Name)
					}
				}
			}
		}
	}
	for room, ok := range docs {
		if !ok {
			t.Errorf("%s: no package comment", room)
		}
	}
}

// wellKnown are methods whose meaning the language fixes.
var wellKnown = map[string]bool{"String": true, "Error": true, "Unwrap": true, "Len": true, "Less": true, "Swap": true, "MarshalJSON": true, "UnmarshalJSON": true}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if ix, ok := typ.(*ast.IndexExpr); ok {
		typ = ix.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

// The plan itself must not lie: every room it names exists, and every module
// it gives a home is one that go.mod requires.
func TestPlanIsTrue(t *testing.T) {
	rooms := map[string]bool{}
	for _, f := range house(t) {
		rooms[f.room] = true
	}
	gomod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Rooms() {
		if !strings.HasSuffix(r.Name, "/*") && !rooms[r.Name] {
			t.Errorf("the plan names room %s, which is not there", r.Name)
		}
		for _, m := range r.Modules {
			if !strings.Contains(string(gomod), m+" v") {
				t.Errorf("room %s is the home of %s, which go.mod does not require", r.Name, m)
			}
		}
	}
}
