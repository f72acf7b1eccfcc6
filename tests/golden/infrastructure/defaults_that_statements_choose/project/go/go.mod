module x
go 1.20
require (
	github.com/aws/aws-sdk-go v1.44.0
	github.com/apex/gateway v1.1.1
	github.com/aws/aws-lambda-go v1.41.0
)
