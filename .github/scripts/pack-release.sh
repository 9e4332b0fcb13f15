#!/usr/bin/env bash
# Builds and packs the package, as a folder for the job that publishes it.
#
# PACKAGE  the folder to make: the tarball, and notes.md
# VERSION  the version to pack
#
# Output: sha256, the lines that `sha256sum --check` takes in that folder
set -euo pipefail

npm run build
# npm refuses provenance if the package names another repository than the one that built it.
npm pkg set repository.type=git "repository.url=git+$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"
mkdir -p "$PACKAGE"
npm pack --ignore-scripts --pack-destination "$PACKAGE"
if [ ! -f "$PACKAGE/disputekit-$VERSION.tgz" ]; then
  echo "::error title=Another version::The packed package is not version $VERSION."
  exit 1
fi
bash .github/scripts/changelog-of.sh "$VERSION" > "$PACKAGE/notes.md"
{
  echo "sha256<<END"
  (cd "$PACKAGE" && sha256sum "disputekit-$VERSION.tgz" notes.md)
  echo END
} >> "$GITHUB_OUTPUT"
