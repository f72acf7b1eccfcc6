package side

import (
	"context"

	"example.com/orders/pkg"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func init() {
	pkg.C.GetObject(context.Background(), &s3.GetObjectInput{Bucket: aws.String("side"), Key: aws.String("k")})
}
