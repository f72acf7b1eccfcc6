#!/bin/sh
for name in sweep; do
  GOOS=linux go build -tags lambda.norpc -o "build/$name/bootstrap" "./tools/$name"
  (cd "build/$name" && zip "../$name.zip" bootstrap)
done
