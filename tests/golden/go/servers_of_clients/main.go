// Clients that start their servers, and libraries that start one program, start it with one's own credentials.
package main

import (
	"context"
	"os/exec"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/mark3labs/mcp-go/client"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func handle(ctx context.Context, name string) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	if _, err := s3.NewFromConfig(cfg).PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("first"), Key: aws.String("a")}); err != nil {
		return err
	}
	_ = &mcp.CommandTransport{Command: exec.Command("tables-server")}
	if _, err := client.NewStdioMCPClient("files-server", nil, name); err != nil {
		return err
	}
	_, err = tfexec.NewTerraform("/tmp/x", "/opt/terraform")
	return err
}

func main() {
	lambda.Start(handle)
}
