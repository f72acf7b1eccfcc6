package e2e

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	. "github.com/onsi/gomega"
)

func isGone(client *s3.Client) {
	_, err := client.DeleteBucket(context.Background(), nil)
	Expect(err).To(HaveOccurred())
}
