module example.com/app
go 1.20
require (
	github.com/aws/aws-xray-sdk-go v1.8.4
	github.com/aws/aws-lambda-go v1.41.0
)
