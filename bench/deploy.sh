#!/bin/bash
# SPDX-License-Identifier: MIT
# How long rk deploy takes to one warm host, beyond the health window: an OpenSSH server on 127.0.0.1 with
# an agent whose module is a file (test/unit/fake_robot), a master connection that is there already.
# Beside it the same for `ssh HOST true`, which is what ssh itself costs.
#
#   bench/deploy.sh [BUILD-FOLDER] [RUNS]           on loopback
#   RK_HOST=robot RK_SSH="ssh -F CONFIG" RK_BLOBS="A.rkb B.rkb" bench/deploy.sh BUILD [RUNS]   elsewhere
#
# Prints the least, the median and the most of RUNS (20) in ms. Each run installs a program in another's place.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "${1:-$top/build-embedded}" && pwd) runs=${2:-20}
dir=$(mktemp -d)
config=$dir/config host=${RK_HOST:-robot}
if [ -z "${RK_HOST-}" ]; then
	bash "$top/test/lit/ssh/Inputs/robots" up "$dir" "$build/unit" robot
	"$build/unit/mkblob" "$dir/1.rkb" tick 7
	"$build/unit/mkblob" "$dir/2.rkb" tick 8
	RK_BLOBS="$dir/1.rkb $dir/2.rkb" RK_SSH="ssh -F $config"
fi
read -r -a blobs <<<"$RK_BLOBS"
end() {
	$RK_SSH -S "$dir/master" -O exit "$host" 2>/dev/null || true
	[ "${RK_HOST-}" ] || bash "$top/test/lit/ssh/Inputs/robots" down "$dir"
	rm -rf "$dir"
}
trap end EXIT
$RK_SSH -M -S "$dir/master" -o ControlPersist=yes -fN "$host"
export RK_SSH="$RK_SSH -o ControlPath=$dir/master"

measure() { # NAME COMMAND: which is given the number of the run
	local i start times=()
	for i in $(seq "$runs"); do
		start=$(date +%s%N)
		"$2" "$i" >"$dir/said" 2>&1 || { cat "$dir/said"; exit 1; }
		times+=($((($(date +%s%N) - start) / 10000)))
	done
	printf '%s\n' "${times[@]}" | sort -n | awk -v name="$1" '{ t[NR] = $1 / 100 }
		END { printf "%-12s least %.1f ms, median %.1f ms, most %.1f ms\n", name, t[1], t[int((NR + 1) / 2)], t[NR] }'
}
deploy() { "$build/bin/rk" deploy "${blobs[$1 % ${#blobs[@]}]}" "$host" --max-overruns 100000; }
empty() { $RK_SSH -T "$host" true; }
deploy 0 >/dev/null && deploy 1 >/dev/null
measure "ssh true" empty
measure "rk deploy" deploy
