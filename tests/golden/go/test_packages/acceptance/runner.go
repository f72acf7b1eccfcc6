package acceptance

import "testing"

func run(t *testing.T, step func()) {
	t.Helper()
	step()
}
