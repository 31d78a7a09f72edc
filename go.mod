module tematik

go 1.25.0
