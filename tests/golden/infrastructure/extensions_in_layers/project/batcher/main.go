package main

import (
	"context"

	"example.com/batcher/agent"
)

func main() { agent.Run(context.Background()) }
