package main

import (
	"context"
	"net/http"

	"github.com/aws/aws-secretsmanager-caching-go/v2/secretcache"
)

var cache *secretcache.Cache

func init() {
	cache, _ = secretcache.New()
	http.ListenAndServe(":8080", &server{})
}

type server struct{}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	cache.GetSecretString("plain")
	cache.GetSecretBinaryWithContext(context.Background(), "sealed")
}
