#!/usr/bin/env bash
# Refuses a folder from another job that is not a change: anything but these files, each plain and of a size that is read.
#
#   check-change.sh FOLDER
set -euo pipefail

readonly REQUIRED=" status change.patch title.txt body.md labels.txt "
readonly OPTIONAL=" result.json reason.txt "

fail() {
  printf '::error title=Not a change::%s\n' "$1"
  exit 1
}

# One line of plain characters: in a log, a line can be a workflow command.
printable() {
  printf '%s' "$1" | LC_ALL=C tr -c 'A-Za-z0-9._/ -' '?' | head -c 200
}

folder="$1"
if [ ! -d "$folder" ] || [ -L "$folder" ]; then fail "There is none."; fi
while IFS= read -r -d '' path; do
  name="${path#"$folder"/}"
  if [[ "$name" == *[!a-z.]* || "$REQUIRED$OPTIONAL" != *" $name "* ]]; then fail "It has a file of another name: $(printable "$name")"; fi
  # A link could lead to a file that only this job may read.
  if [ ! -f "$path" ] || [ -L "$path" ]; then fail "$name is not a file."; fi
  limit=10000000
  if [ "$name" = change.patch ]; then limit=100000000; fi
  if [ "$(wc -c < "$path")" -gt "$limit" ]; then fail "$name has more than $limit bytes."; fi
done < <(find "$folder" -mindepth 1 -print0 | sort -z)
for name in $REQUIRED; do
  if [ ! -f "$folder/$name" ]; then fail "$name is not a file."; fi
done
