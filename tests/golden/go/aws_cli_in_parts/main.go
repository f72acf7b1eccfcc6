package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

func cli(args ...string) {
	exec.Command("aws", args...).Run()
}

func main() {
	name := os.Args[1]
	cli("eks", "list-clusters")
	cli("sns", "list-topics")
	words := strings.Fields(fmt.Sprintf("aws lambda delete-function --function-name job-%s", name))
	exec.Command(words[0], words[1:]...).Run()
	parts := strings.Split("aws sqs list-queues", " ")
	exec.Command(parts[0], parts[1:]...).Run()
	path, err := exec.LookPath("aws")
	if err != nil {
		panic(err)
	}
	exec.Command(path, "s3", "ls", "s3://found").Run()
	whole := &exec.Cmd{Path: path, Args: []string{"aws", "ecs", "list-clusters"}}
	whole.Run()
	later := exec.Command("aws")
	later.Args = append(later.Args, "events", "list-rules")
	later.Run()
}
