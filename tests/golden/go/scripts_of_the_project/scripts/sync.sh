#!/usr/bin/env bash
set -euo pipefail
. "$(dirname "$0")/names.sh"

aws s3 sync /tmp/out "s3://$1/out"
./scripts/notify.sh "$PREFIX" done
