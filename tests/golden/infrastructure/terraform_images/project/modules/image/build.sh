#!/bin/bash
set -euo pipefail
DIR=$1
REPO="$2"
docker buildx build --platform linux/amd64 --provenance=false -t "${REPO}:$3" "$DIR"
docker push "$REPO:$3"
