module example.com/tables

go 1.23

require (
	github.com/alecthomas/kong v0.9.0
	github.com/aws/aws-sdk-go-v2 v1.30.0
	github.com/aws/aws-sdk-go-v2/config v1.27.0
	github.com/aws/aws-sdk-go-v2/service/dynamodb v1.34.0
)
