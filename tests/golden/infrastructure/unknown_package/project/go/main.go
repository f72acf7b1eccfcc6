package main

import "github.com/aws/aws-lambda-go/lambda"

func tally(items []string) (int, error) {
	return len(items), nil
}

func main() {
	lambda.Start(tally)
}
