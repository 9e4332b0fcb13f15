#!/usr/bin/env bash
# Reports what the change from BASE means for users of each API, as annotations and in the summary. Fails only if that is unknown.
#
# BASE  a git revision
set -euo pipefail

for folder in specs/*/; do
  api="$(basename "$folder")"
  # A contract that BASE does not have is new as a whole.
  if ! git cat-file -e "$BASE:specs/$api/openapi.yaml" 2>/dev/null; then continue; fi
  npm run --silent diff -- --api "$api" --from "$BASE" --format json > "$api.diff.json"
  node .github/scripts/annotate.mjs "$api" < "$api.diff.json"
  npm run --silent diff -- --api "$api" --from "$BASE" --format markdown >> "$GITHUB_STEP_SUMMARY"
  rm "$api.diff.json"
done
