package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"gopkg.in/yaml.v3"
)

type plugin struct{ Name string }

type settings struct {
	Plugins []plugin          `yaml:"plugins"`
	Named   map[string]plugin `yaml:"named"`
	First   *plugin           `yaml:"first"`
}

var client *s3.Client

func read(bucket string) {
	client.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("k")})
}

func (p plugin) listed() {
	switch p.Name {
	case "own":
		read("listed-own")
	case "other":
		read("listed-other")
	}
}

func (p plugin) named() {
	if p.Name == "other" {
		read("named-other")
	}
}

func (p *plugin) first() {
	read("first-" + p.Name)
}

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		panic(err)
	}
	client = s3.NewFromConfig(cfg)
	data, _ := os.ReadFile("settings.yml")
	found := &settings{}
	yaml.Unmarshal(data, found)
	plugins := []plugin{{Name: "own"}}
	plugins = append(plugins, found.Plugins...)
	for _, one := range plugins {
		one.listed()
	}
	for _, one := range found.Named {
		one.named()
	}
	found.First.first()
}
