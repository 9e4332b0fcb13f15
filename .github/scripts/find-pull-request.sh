#!/usr/bin/env bash
# The open pull request of a branch of this repository, as "12 false label,label": number, whether it is a draft, labels. Nothing where
# there is none.
#
# It is asked for by owner and branch: a list of all branches of this name could be filled by forks.
#
# GH_REPO  owner/name
# BRANCH   the branch; BASE the branch that it is for, main if it is not given
set -euo pipefail

# A fork within the same owner has the same head; its repository is another.
gh api "repos/$GH_REPO/pulls?head=${GH_REPO%%/*}:$BRANCH&base=${BASE:-main}&state=open&per_page=100" \
  --jq 'map(select(.head.repo.full_name == .base.repo.full_name)) | .[0] // empty | "\(.number) \(.draft) \([.labels[].name] | join(","))"'
