#!/usr/bin/env bash
# Makes the next version from the change notes, as a folder for the job that opens the pull request, and says whether there is one.
#
# CHANGE  the folder to make: status, change.patch, title.txt, body.md, labels.txt
#
# Outputs: pending (whether there are notes), version (of the present tree), published (whether npm has that version)
set -euo pipefail

version_of() { node -p 'JSON.parse(require("node:fs").readFileSync("package.json", "utf8")).version'; }

# Whether the registry has the present version. Any other failure than "there is none" ends the run.
is_published() {
  local found
  if found="$(npm view "disputekit@$1" version 2> npm-view.log)"; then
    [ -n "$found" ] && echo true || echo false
  elif grep -q E404 npm-view.log; then
    echo false
  else
    cat npm-view.log >&2
    exit 1
  fi
}

# GitHub takes 65,536 characters. What is too long ends with its last whole line.
shortened() {
  awk '{ size += length($0) + 1 } size <= 60000 { print } END { if (size > 60000) print "\nThe rest is in `CHANGELOG.md`." }'
}

version="$(version_of)"
published="$(is_published "$version")"
rm -f npm-view.log
notes="$(find .changeset -name '*.md' ! -name README.md)"
pending=false
if [ -n "$notes" ]; then pending=true; fi
printf 'pending=%s\nversion=%s\npublished=%s\n' "$pending" "$version" "$published" >> "$GITHUB_OUTPUT"

mkdir -p "$CHANGE"
: > "$CHANGE/change.patch"
: > "$CHANGE/body.md"
echo "Release" > "$CHANGE/title.txt"
echo "release" > "$CHANGE/labels.txt"
if [ "$pending" = false ]; then
  echo unchanged > "$CHANGE/status"
  echo "There are no change notes; $version is $([ "$published" = true ] && echo published || echo "not published yet")."
  exit 0
fi

npm run --silent changeset:version
next="$(version_of)"
echo changed > "$CHANGE/status"
echo "Release $next" > "$CHANGE/title.txt"
{
  printf 'Merging this publishes %s.\n\n' "$next"
  bash .github/scripts/changelog-of.sh "$next" | shortened
} > "$CHANGE/body.md"
git add --all
git diff --cached --binary --no-renames --no-ext-diff HEAD -- package.json package-lock.json CHANGELOG.md .changeset src/runtime/version.ts > "$CHANGE/change.patch"
echo "$version becomes $next."
