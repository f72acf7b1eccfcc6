//go:build !cloud

package main

func run() {}
