package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

var errInvalid = errors.New("invalid header")

type user struct{ name string }

type mode string

type notifier interface{ notify() }

type mail struct{}

func (mail) notify() {}

type store struct{ s3 *s3.Client }

func (s *store) read(bucket string) {
	s.s3.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("k")})
}

// Named results start out empty, and a bare return gives them back.
func parse(header string) (final bool, parts []string, err error) {
	if len(header) == 0 {
		return
	}
	if strings.HasPrefix(header, "final;") {
		final = true
		parts = strings.Split(header, " ")
	}
	if len(parts) == 0 {
		err = errInvalid
	}
	return
}

func (s *store) run(names []string, header string) {
	var found bool
	for _, name := range names {
		if name == "a" {
			found = true
		}
	}
	if !found {
		s.read("flag")
	}

	var name string
	if len(names) > 1 {
		name = "chosen"
	}
	if name == "" {
		s.read("text")
	}

	var count int
	if len(names) > 2 {
		count = 5
	}
	if count == 0 {
		s.read("number")
	}

	var one *user
	if len(names) > 3 {
		one = &user{"x"}
	}
	if one == nil {
		s.read("pointer")
	}

	var by map[string]user
	if len(names) > 4 {
		by = map[string]user{"a": {"x"}}
	}
	if by == nil {
		s.read("map")
	}

	var later func()
	if len(names) > 5 {
		later = func() { s.read("later") }
	}
	if later == nil {
		s.read("function")
	} else {
		later()
	}

	var how mode
	if len(names) > 6 {
		how = "fast"
	}
	if how == "" {
		s.read("defined")
	}

	var notify notifier
	if len(names) > 7 {
		notify = mail{}
	}
	if notify == nil {
		s.read("interface")
	}

	final, _, err := parse(header)
	if err != nil {
		return
	}
	if final {
		s.read("final")
	} else {
		s.read("not-final")
	}
}

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		panic(err)
	}
	s := &store{s3.NewFromConfig(cfg)}
	s.run(os.Args, os.Getenv("HEADER"))
}
