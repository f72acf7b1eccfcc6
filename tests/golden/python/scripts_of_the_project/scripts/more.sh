#!/bin/sh
aws dynamodb scan --table-name "${TABLE:-orders}"
kubectl get pods
