# Every target does its own set-up; the Go tool fetches modules as needed.
GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: build demo test race bench torture lint install dist clean

build:
	$(GO) build -trimpath -ldflags "-X main.version=$(VERSION)" -o bin/tematik ./cmd/tematik

demo: build
	./bin/tematik demo --force demo

test:
	$(GO) vet ./...
	$(GO) test ./...

# Each command of a test would wait a second for others that race.
race:
	GORACE=atexit_sleep_ms=0 $(GO) test -race -timeout 30m ./...

bench:
	$(GO) test -run '^$$' -bench . -benchmem -timeout 60m ./...

torture: build
	$(GO) test ./internal/cli -run 'TestKill|TestPowerCut' -count=1 -timeout 60m -v -kills 1000 -cuts 200

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) tool -modfile=internal/tools/go.mod staticcheck ./...

# Releases: a static Linux program and a Windows one (Debian: gcc-mingw-w64-x86-64).
# The tags only leave out what cannot be linked statically; the Linux one is tried.
DIST  = dist/tematik-$(VERSION)
FLAGS = -trimpath -tags osusergo,netgo,sqlite_omit_load_extension
LINK  = -s -w -X main.version=$(VERSION) -linkmode external -extldflags -static
MINGW = x86_64-w64-mingw32-gcc

dist:
	@command -v $(MINGW) >/dev/null || { echo "no $(MINGW); on Debian: apt-get install gcc-mingw-w64-x86-64"; exit 1; }
	CGO_ENABLED=1 GOOS=linux GOARCH=amd64 $(GO) build $(FLAGS) -ldflags "$(LINK)" -o $(DIST)-linux-amd64 ./cmd/tematik
	CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=$(MINGW) $(GO) build $(FLAGS) -ldflags "$(LINK)" -o $(DIST)-windows-amd64.exe ./cmd/tematik
	./.ci/smoke $(DIST)-linux-amd64
	cd dist && sha256sum $(notdir $(DIST))-* >SHA256SUMS && ls -l

install:
	$(GO) install -trimpath -ldflags "-X main.version=$(VERSION)" ./cmd/tematik

clean:
	rm -rf bin demo dist
