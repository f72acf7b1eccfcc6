package main

// #include "job.h"
import "C"

import (
	"context"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	s3.NewFromConfig(cfg).ListBuckets(context.TODO(), nil)
	name := C.CString("nightly")
	defer C.free(unsafe.Pointer(name))
	C.run_job(name)
}
