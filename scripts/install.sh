#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what building and testing need (scripts/packages.txt, Debian 12). Does nothing, and needs
# no root, where everything is there already. Extra package names may follow as arguments.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
missing=
for p in $(cat "$here/packages.txt") "$@"; do
	s=$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null || true)
	[ "$s" = installed ] || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
echo "installing:$missing"
sudo=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || { echo "install.sh: run as root, or install sudo" >&2; exit 1; }
	sudo=sudo
fi
$sudo apt-get update -q
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
