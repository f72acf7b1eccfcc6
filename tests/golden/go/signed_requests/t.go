package main

import (
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	requestsigner "github.com/opensearch-project/opensearch-go/v2/signer/awsv2"
)

type transport struct {
	signer *v4.Signer
	creds  aws.CredentialsProvider
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	c, _ := t.creds.Retrieve(req.Context())
	if err := t.signer.SignHTTP(req.Context(), c, req, "UNSIGNED-PAYLOAD", "aoss", "us-east-1", time.Now()); err != nil {
		return nil, err
	}
	return http.DefaultTransport.RoundTrip(req)
}

func search(cfg aws.Config) {
	requestsigner.NewSignerWithService(cfg, "es")
}
