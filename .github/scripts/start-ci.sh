#!/usr/bin/env bash
# Starts ci on a branch that a workflow has pushed: such a push starts no workflow by itself. Once per commit.
#
# GH_REPO  owner/name
# BRANCH   the branch; nothing is done if it does not exist, or has no open pull request
set -euo pipefail

if [ -z "$(bash .github/scripts/find-pull-request.sh)" ]; then
  echo "$BRANCH has no open pull request."
  exit 0
fi
commit="$(gh api "repos/$GH_REPO/git/ref/heads/$BRANCH" --jq .object.sha)"
if [ "$(gh run list --workflow ci.yml --commit "$commit" --json databaseId --jq length)" != 0 ]; then
  echo "ci has already run for $commit."
  exit 0
fi
gh workflow run ci.yml --ref "$BRANCH"
