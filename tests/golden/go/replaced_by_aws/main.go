package main

import (
	"os"
	"os/exec"
	"syscall"
)

type options struct {
	since, format, filter *string
	follow                bool
}

func logs(profile, group string, opt options) error {
	command := []string{"aws", "--profile", profile, "--region", os.Getenv("AWS_REGION"), "logs", "tail", "/app/" + group}
	if opt.since != nil {
		command = append(command, "--since", *opt.since)
	}
	if opt.follow {
		command = append(command, "--follow")
	}
	if opt.format != nil {
		command = append(command, "--format", *opt.format)
	}
	if opt.filter != nil {
		command = append(command, "--filter-pattern", *opt.filter)
	}
	bin, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(bin, command, os.Environ())
}

func main() {
	var opt options
	parse(os.Args, &opt)
	if err := logs(os.Args[1], os.Args[2], opt); err != nil {
		panic(err)
	}
}
