#!/usr/bin/env bash
# Runs `npm run regenerate` for one API.
#
# API          its id
# CHOSEN       the API that a person chose, `all`, or empty if the run was not started by hand
# FROM         a document in place of the provider's own; empty for that one
# ACCEPT_LOSS  `true` to accept a document that lacks many operations
# BEFORE       the commit before a push; empty when there was no push
set -euo pipefail

args=(--api "$API" --out .regenerate)
if [ -n "${FROM:-}" ]; then
  if [ "${CHOSEN:-all}" != "$API" ]; then
    echo "::error title=Whose document is it?::Choose the API that the document in \`from\` describes."
    exit 1
  fi
  args+=(--from "$FROM")
fi
if [ "${ACCEPT_LOSS:-}" = true ]; then args+=(--accept-loss); fi
# A push may have changed the contract itself, so users see the difference from the commit before the push. A forced push or a new
# branch has no such commit.
if [ -n "${BEFORE:-}" ] && git cat-file -e "$BEFORE^{commit}" 2>/dev/null; then args+=(--base "$BEFORE"); fi

npm run --silent regenerate -- "${args[@]}"
