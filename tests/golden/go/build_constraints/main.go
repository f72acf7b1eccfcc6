package main

import "example.com/tags/internal/a"

func main() { a.Run(nil) }
