package y

import "github.com/aws/aws-sdk-go-v2/service/ec2"

func T(e *ec2.Client) { e.DescribeHosts(nil, nil) }
