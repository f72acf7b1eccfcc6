package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/config"
)

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx, config.WithRegion("us-east-1"))
	creds, _ := cfg.Credentials.Retrieve(ctx)
	req, _ := http.NewRequest("GET", "https://abc123def4.execute-api.us-east-1.amazonaws.com/prod/items", nil)
	h := sha256.Sum256([]byte(""))
	signer := v4.NewSigner()
	signer.SignHTTP(ctx, creds, req, hex.EncodeToString(h[:]), "execute-api", "us-east-1", time.Now())
	http.DefaultClient.Do(req)
	req2, _ := http.NewRequestWithContext(ctx, http.MethodPost, "https://search-logs-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com/_bulk", nil)
	signer.SignHTTP(ctx, creds, req2, "x", "es", "us-east-1", time.Now())
	http.DefaultClient.Do(req2)
}
