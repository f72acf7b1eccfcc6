#!/bin/sh
set -e
mkdir -p /tmp/out && tar xzf "$1" -C /tmp/out
