package main

import "github.com/alecthomas/kong"

func fill(args []string, into *options) {
	parser, err := kong.New(into)
	if err != nil {
		panic(err)
	}
	parser.Parse(args)
}
