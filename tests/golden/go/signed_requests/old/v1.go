package old

import (
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go/aws/session"
	v4 "github.com/aws/aws-sdk-go/aws/signer/v4"
)

func Graph() {
	sess := session.Must(session.NewSession())
	signer := v4.NewSigner(sess.Config.Credentials)
	req, _ := http.NewRequest("POST", "https://x.appsync-api.eu-west-1.amazonaws.com/graphql", nil)
	signer.Sign(req, strings.NewReader("{}"), "appsync", "eu-west-1", time.Now())
	http.DefaultClient.Do(req)
}
