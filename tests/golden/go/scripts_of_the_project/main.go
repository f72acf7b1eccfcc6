package main

import (
	"context"
	"os/exec"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	s3.NewFromConfig(cfg).PutObject(context.Background(), &s3.PutObjectInput{Bucket: aws.String("first"), Key: aws.String("a")})
	exec.Command("bash", "scripts/sync.sh", "reports").Run()
	exec.Command("./scripts/quiet.sh", "x").Run()
	others("/opt/tools")
}

func others(directory string) {
	exec.Command("sh", "-c", "./scripts/more.sh").Run()
	exec.Command(directory + "/missing.sh").Run()
}
