#!/usr/bin/env bash
set -euo pipefail

BUCKET=site-${STAGE:-dev}
. "$(dirname "$0")/lib/tell.sh"

aws s3 sync public/ "s3://$BUCKET/"
tell "published"
