module x
go 1.22
require github.com/aws/aws-lambda-go v1.47.0
require github.com/aws/aws-sdk-go-v2/service/s3 v1.50.0
require github.com/aws/aws-sdk-go-v2/config v1.20.0
