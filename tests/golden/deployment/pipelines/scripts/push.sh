#!/bin/sh
set -eu
docker build -t app .
docker push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:"$SHA"
