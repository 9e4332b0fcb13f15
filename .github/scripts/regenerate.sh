#!/usr/bin/env bash
# Runs `npm run regenerate` for one API.
#
# API          its id
# CHOSEN       the API that a person chose, `all`, or empty when nobody was asked
# FROM         a document in place of the provider's own; empty for that one
# ACCEPT_LOSS  `true` to take a document that lacks much
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
# A push can have changed the contract itself: what users notice is what differs from the commit before. After a forced push, or for
# a new branch, there is none.
if [ -n "${BEFORE:-}" ] && git cat-file -e "$BEFORE^{commit}" 2>/dev/null; then args+=(--base "$BEFORE"); fi

npm run --silent regenerate -- "${args[@]}"
