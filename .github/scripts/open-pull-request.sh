#!/usr/bin/env bash
# Brings the one open pull request of a branch up to a change that another job has made: opens it, updates it in place, or closes it.
#
# The change is not trusted: it is put into git's index and checked there. Nothing of it is written to the tree or run, and its texts
# reach commands only as arguments and files.
#
# CHANGE  the folder: status (unchanged, changed or broken), change.patch, title.txt, body.md, labels.txt
# TITLE   what a title looks like: an extended regular expression for the whole line. Another title, or a body that no report of ours
#         is like, is replaced by a fixed one, and the run is red
# BRANCH  the branch of the pull request, which is this script's own; BASE the branch that it is for, which is checked out
# KNOWN   the paths that the change may touch: extended regular expressions, one per line, each for a whole path
set -euo pipefail
export LC_ALL=C

readonly LABELS=("semver: major" "semver: minor" "semver: patch" "semver: none" broken release)
readonly COLORS=(b60205 fbca04 0e8a16 ededed d93f0b 5319e7)
export GIT_AUTHOR_NAME="github-actions[bot]" GIT_AUTHOR_EMAIL="41898282+github-actions[bot]@users.noreply.github.com"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"

fail() {
  printf '::error title=%s::%s\n' "$1" "$2"
  exit 1
}

main() {
  local status open number draft labels title
  bash .github/scripts/check-change.sh "$CHANGE"
  status="$(head -c 20 "$CHANGE/status")"
  open="$(bash .github/scripts/find-pull-request.sh)"
  read -r number draft labels <<< "$open"

  case "$status" in
    unchanged)
      close_pull_request "$number"
      return
      ;;
    changed | broken) ;;
    *) fail "Not a change" "The status of the change is unknown." ;;
  esac
  if ! title="$(title_of)"; then refused+=(title); fi
  if [ ! -s "$CHANGE/change.patch" ]; then
    echo "There is no change to propose ($status)."
    if [ "$status" != broken ] || [ ! -s "$CHANGE/body.md" ]; then return; fi
    # The commits of an open pull request stay those of the last change that could be made; its text says what blocks the newest. Where
    # none is open, an empty commit carries a draft for what could be compared, so that somebody decides on it.
    if [ -z "$number" ]; then
      if ! grep -q '^semver: ' "$CHANGE/labels.txt"; then return; fi
      push_branch "" "$title"
    fi
    write_pull_request "$number" "$draft" "$labels" "$status" "$title" \
      "The newest document is blocked: nothing of it is in the commits of this pull request."
    refuse_texts
    return
  fi
  stage_patch
  push_branch "$number" "$title"
  write_pull_request "$number" "$draft" "$labels" "$status" "$title"
  refuse_texts
}

# BASE has everything that the branch has. The branch is kept, so that nothing is lost if somebody has worked on it.
close_pull_request() {
  if [ -z "$1" ]; then
    echo "Nothing has changed, and no pull request is open."
    return
  fi
  gh pr close "$1" --comment "\`$BASE\` already has this change."
}

# Puts the patch into the index and refuses what is not a plain file at a known path.
stage_patch() {
  local title="Refused" paths meta path mode
  paths="$(mktemp)"
  git apply --cached --whitespace=nowarn "$CHANGE/change.patch" || fail "$title" "The change does not apply to $BASE."
  git diff --cached --raw --no-renames -z HEAD > "$paths"
  while IFS= read -r -d '' meta && IFS= read -r -d '' path; do
    read -r _ mode _ <<< "$meta"
    is_known "$path" || fail "$title" "The change touches a file outside the known folders: $(printable "$path")"
    case "$mode" in
      100644 | 000000) ;;
      *) fail "$title" "The change makes something other than a plain file." ;;
    esac
  done < "$paths"
}

is_known() {
  local pattern
  while IFS= read -r pattern; do
    if [ -n "$pattern" ] && [[ "$1" =~ ^($pattern)$ ]]; then return 0; fi
  done <<< "$KNOWN"
  return 1
}

# One line of plain characters: in a log, a line can be a workflow command.
printable() {
  printf '%s' "$1" | tr -c 'A-Za-z0-9._/ -' '?' | head -c 200
}

# One commit on top of BASE. The lease refuses the push if somebody else has pushed since the branch was read.
push_branch() {
  local number="$1" title="$2" expected authors tree commit
  gh auth setup-git
  expected="$(git ls-remote --heads origin "refs/heads/$BRANCH" | cut -f1)"
  tree="$(git write-tree)"
  if [ -n "$expected" ]; then
    git fetch --quiet origin "refs/heads/$BRANCH"
    authors="$(git log --no-merges --format=%ae "HEAD..$expected")"
    # Without an open pull request, the branch is left over from an earlier one.
    if [ -n "$number" ] && [ -n "$authors" ] && grep -qvxF "$GIT_AUTHOR_EMAIL" <<< "$authors"; then
      fail "Left alone" "Pull request #$number has commits that this workflow did not make. Merge or close it, or take them elsewhere."
    fi
    if [ "$(git rev-parse "$expected^{tree}" "$expected^")" = "$(printf '%s\n%s' "$tree" "$(git rev-parse HEAD)")" ]; then
      echo "$BRANCH is up to date."
      return
    fi
  fi
  commit="$(git commit-tree "$tree" -p HEAD -m "$title")"
  git push --quiet --force-with-lease="refs/heads/$BRANCH:$expected" origin "$commit:refs/heads/$BRANCH"
}

# Texts of the change that were not taken.
refused=()

refuse_texts() {
  if [ "${#refused[@]}" -gt 0 ]; then fail "Refused" "The ${refused[*]} of the change is not what a report looks like; a fixed text replaces it."; fi
}

# The title of the change, or a fixed one and exit code 1.
title_of() {
  local title
  title="$(head -c 500 "$CHANGE/title.txt" | tr '\0' '\n')"
  if [ "${#title}" -le 200 ] && [[ "$title" =~ ^($TITLE)$ ]]; then
    printf '%s\n' "$title"
  else
    printf 'Update %s\n' "$BRANCH"
    return 1
  fi
}

# Whether the body is text in UTF-8, with no character that hides or turns others round but the space of no width that keeps names and
# numbers from being linked, of a length that GitHub takes, and closes no issue when it is merged.
is_body() {
  local body="$CHANGE/body.md" length
  if ! iconv -f UTF-8 -t UTF-8 "$body" > /dev/null 2>&1; then return 1; fi
  length="$(LC_ALL=C.UTF-8 wc -m < "$body")"
  if [ "$length" -lt 1 ] || [ "$length" -gt 65000 ]; then return 1; fi
  if LC_ALL=C.UTF-8 grep -qaP '[\p{Cc}\p{Co}\p{Zl}\p{Zp}]|(?!\x{200B})\p{Cf}' "$body"; then return 1; fi
  ! tr '\n' ' ' < "$body" | grep -qaiE '(^|[^a-z])(close[sd]?|fix(e[sd])?|resolve[sd]?):? +([a-z0-9._/-]*#[0-9]|gh-[0-9]|https?://)'
}

write_pull_request() {
  local number="$1" draft="$2" present="$3" status="$4" title="$5" note="${6:-}" body index label
  local add=() remove=()
  body="$(mktemp)"
  if [ -n "$note" ]; then printf '%s\n\n' "$note" > "$body"; fi
  if is_body; then
    cat "$CHANGE/body.md" >> "$body"
  else
    refused+=(body)
    echo "The text of this change was refused. Compare the branch with $BASE." >> "$body"
  fi
  for index in "${!LABELS[@]}"; do
    label="${LABELS[index]}"
    if grep -qxF -- "$label" "$CHANGE/labels.txt"; then
      gh label create "$label" --color "${COLORS[index]}" --force
      add+=("$label")
    elif [[ ",$present," == *",$label,"* ]]; then
      remove+=("$label")
    fi
  done

  if [ -z "$number" ]; then
    local options=(--head "$BRANCH" --base "$BASE" --title "$title" --body-file "$body")
    for label in "${add[@]}"; do options+=(--label "$label"); done
    if [ "$status" = broken ]; then options+=(--draft); fi
    gh pr create "${options[@]}"
    return
  fi
  local options=(--title "$title" --body-file "$body")
  for label in "${add[@]}"; do options+=(--add-label "$label"); done
  for label in "${remove[@]}"; do options+=(--remove-label "$label"); done
  gh pr edit "$number" "${options[@]}"
  if [ "$status" = broken ] && [ "$draft" = false ]; then gh pr ready "$number" --undo; fi
  if [ "$status" = changed ] && [ "$draft" = true ]; then gh pr ready "$number"; fi
}

main
