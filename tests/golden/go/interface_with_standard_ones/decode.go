package main

import "example.com/other/wiring"

func decode() *Keeper { k := &Keeper{}; wiring.Fill(k); return k }
