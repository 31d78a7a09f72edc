# Every target does its own set-up; the Go tool fetches modules as needed.
GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: build demo test race bench torture lint install clean

build:
	$(GO) build -trimpath -ldflags "-X main.version=$(VERSION)" -o bin/tematik ./cmd/tematik

demo: build
	./bin/tematik demo --force demo

test:
	$(GO) vet ./...
	$(GO) test ./...

race:
	$(GO) test -race ./...

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

torture: build
	$(GO) test ./internal/cli -run 'TestKill|TestPowerCut' -count=1 -timeout 60m -v -kills 1000 -cuts 200

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) tool -modfile=internal/tools/go.mod staticcheck ./...

install:
	$(GO) install -trimpath -ldflags "-X main.version=$(VERSION)" ./cmd/tematik

clean:
	rm -rf bin demo
