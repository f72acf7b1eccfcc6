package main

import (
	"context"

	"acme.io/di"
	"example.com/app/parts"
	"github.com/aws/aws-lambda-go/lambda"
)

type App struct {
	repo  *di.Lazy[*parts.Repo]
	notes di.Box[parts.Writer]
}

func (a *App) Handle(ctx context.Context) error {
	if err := a.notes.Value().Write(ctx, "n"); err != nil {
		return err
	}
	return a.repo.Get().Find(ctx, "key")
}

func main() {
	var a App
	di.Fill(&a)
	lambda.Start(a.Handle)
}
