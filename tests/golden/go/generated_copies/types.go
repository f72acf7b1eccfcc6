package main

type Target struct {
	Bucket string
	Labels map[string]string
}

type Archive struct {
	Name   string
	Target *Target
}
