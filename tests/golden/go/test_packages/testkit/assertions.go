package testkit

import (
	"github.com/stretchr/testify/assert"
)

func Same(t assert.TestingT, one, other string) {
	assert.Equal(t, one, other)
}
