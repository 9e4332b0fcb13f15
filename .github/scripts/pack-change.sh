#!/usr/bin/env bash
# Collects what `npm run regenerate` has left in the tree and in .regenerate, as a folder for the job that opens the pull request.
#
# API     the API's id
# CHANGE  the folder to make: status, change.patch, title.txt, body.md, labels.txt, result.json, and reason.txt where no pull request can
#         say why it is broken
set -euo pipefail

mkdir -p "$CHANGE"
status=broken
if [ -f .regenerate/result.json ]; then
  status="$(node -p 'JSON.parse(require("node:fs").readFileSync(".regenerate/result.json", "utf8")).status')"
  cp .regenerate/result.json "$CHANGE/result.json"
fi
printf '%s\n' "$status" > "$CHANGE/status"
for name in title.txt body.md; do
  if [ -f ".regenerate/pr-$name" ]; then cp ".regenerate/pr-$name" "$CHANGE/$name"; else : > "$CHANGE/$name"; fi
done
if [ -f .regenerate/labels.txt ]; then cp .regenerate/labels.txt "$CHANGE/labels.txt"; else : > "$CHANGE/labels.txt"; fi

known=("specs/$API" "generated/$API" "test/exports/$API.txt" .changeset)
git add --all
git diff --cached --binary --no-renames --no-ext-diff HEAD -- "${known[@]}" > "$CHANGE/change.patch"
if [ "$status" = broken ] && [ ! -s "$CHANGE/change.patch" ] && ! grep -q '^semver: ' "$CHANGE/labels.txt"; then
  node .github/scripts/reason-of.mjs "$CHANGE/result.json" > "$CHANGE/reason.txt"
fi
others="$(git diff --cached --name-only HEAD -- . "${known[@]/#/:(exclude)}")"
if [ -n "$others" ]; then
  echo "::warning title=Left out::Files outside the known folders have changed. They are not part of the pull request; the log lists them."
  printf '%s\n' "$others"
fi
echo "$API: $status, $(wc -c < "$CHANGE/change.patch") bytes of changes"
