#!/usr/bin/env bash
# The text of one version in CHANGELOG.md: `changelog-of.sh 1.2.3`.
set -euo pipefail

awk -v heading="## $1" '$0 == heading { inside = 1; next } inside && /^## / { exit } inside' CHANGELOG.md
