#!/usr/bin/env bash
# Keeps one open issue while a provider's document cannot be read or compared: nothing else would say so than a red run each day. The
# issue has the reason for each API. It is closed when every API can be read again.
#
# The changes are not trusted: a reason is taken only as one line of visible characters.
#
# CHANGES  the folder with regenerate-<api>/, the change of each API; an API without one has not come to its end
# GH_REPO  owner/name
# RUN      the address of the run
set -euo pipefail
export LC_ALL=C.UTF-8

readonly LABEL="blocked source"
readonly TITLE="A provider's document cannot be regenerated from"

refused=()

# The reason, as code of one line, which nothing in it can end.
reason_of() {
  local text
  text="$(head -n 1 "$1" | head -c 3000)"
  if [ "$(wc -l < "$1")" -gt 1 ] || [ "${#text}" -lt 1 ] || [ "${#text}" -gt 700 ] || ! iconv -f UTF-8 -t UTF-8 "$1" > /dev/null 2>&1 \
    || grep -qaP '[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]' "$1"; then return 1; fi
  printf '    %s\n' "$text"
}

body="$(mktemp)"
for folder in specs/*/; do
  api="$(basename "$folder")"
  change="$CHANGES/regenerate-$api"
  if [ ! -e "$change" ]; then
    printf '`%s`:\n\n    The run ended before it had anything to hand on.\n\n' "$api" >> "$body"
    continue
  fi
  bash .github/scripts/check-change.sh "$change"
  if [ ! -e "$change/reason.txt" ]; then continue; fi
  if ! reason="$(reason_of "$change/reason.txt")"; then
    refused+=("$api")
    reason="    The reason is not one line of text. The log of the run has it."
  fi
  printf '`%s`:\n\n%s\n\n' "$api" "$reason" >> "$body"
done

# Only who may write here can give an issue a label.
number="$(gh api "repos/$GH_REPO/issues?labels=${LABEL/ /%20}&state=open&per_page=100" \
  --jq 'map(select(.pull_request == null and .user.login == "github-actions[bot]")) | .[0].number // empty')"

if [ ! -s "$body" ]; then
  if [ -n "$number" ]; then gh issue close "$number" --comment "Every document can be read again: $RUN"; fi
  exit 0
fi
printf 'The newest run: %s\n\nThis issue is kept up to date each day, and closed when every document can be read again.\n' "$RUN" >> "$body"
if [ -n "$number" ]; then
  gh issue edit "$number" --body-file "$body"
else
  gh label create "$LABEL" --color d93f0b --force
  gh issue create --title "$TITLE" --label "$LABEL" --body-file "$body"
fi
if [ "${#refused[@]}" -gt 0 ]; then
  echo "::error title=Refused::What blocks ${refused[*]} is not one line of text."
  exit 1
fi
