package main

import (
	"flag"
	"fmt"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/ssm"
)

type target struct{ stage string }

type flags struct {
	target
	verbose bool
}

type command struct {
	flags
	parameters *ssm.SSM
}

func (c *command) run() {
	name := fmt.Sprintf("/shop/%s/limits", c.stage)
	c.parameters.GetParameter(&ssm.GetParameterInput{Name: aws.String(name)})
}

// Another struct has a field of this name, too, which is set.
type label struct{ stage string }

func (l *label) set(stage string) { l.stage = stage }

func main() {
	found := flags{}
	flag.StringVar(&found.stage, "stage", "", "")
	flag.Parse()
	(&label{}).set("none")
	(&command{flags: found, parameters: ssm.New(session.Must(session.NewSession()))}).run()
}
