module example.com/app

go 1.22

require (
	github.com/aws/aws-lambda-go v1.47.0
	github.com/recordkeeping/store v1.0.0
)
