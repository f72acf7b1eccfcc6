package a

import "github.com/aws/aws-sdk-go-v2/service/ec2"

func t(e *ec2.Client) { e.DescribeAddresses(nil, nil) }
