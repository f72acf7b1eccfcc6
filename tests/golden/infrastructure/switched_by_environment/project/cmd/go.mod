module example.test/power

go 1.22

require github.com/aws/aws-sdk-go-v2/service/ec2 v1.1.0
