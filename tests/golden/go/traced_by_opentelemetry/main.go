package main

import (
	"go.opentelemetry.io/contrib/propagators/aws/xray"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/trace"
)

func main() {
	provider := trace.NewTracerProvider(trace.WithIDGenerator(xray.NewIDGenerator()))
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(xray.Propagator{})
}
