package api

// Desk has no methods in this file.
type Desk struct{}
