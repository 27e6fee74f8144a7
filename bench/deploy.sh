#!/bin/bash
# SPDX-License-Identifier: MIT
# How long rk deploy takes to one warm host, beyond the health window: an OpenSSH server on 127.0.0.1 with
# an agent whose module is a file (test/unit/fake_robot), a master connection that is there already.
# Beside it the same for `ssh HOST true`, which is what ssh itself costs.
#
#   chrt -f 10 bench/deploy.sh [BUILD-FOLDER] [RUNS]
#
# Prints the least, the median and the most of RUNS (20) in ms. Each run installs a program in another's
# place, with its counter and its line of history on the disk below $TMPDIR. chrt keeps the other work of a
# busy machine out of the numbers.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "${1:-$top/build-embedded}" && pwd) runs=${2:-20}
dir=$(mktemp -d)
host=robot
bash "$top/test/lit/ssh/Inputs/robots" up "$dir" "$build/unit" $host
export RK_SSH="ssh -F $dir/config -o ControlPath=$dir/master"
end() {
	$RK_SSH -O exit $host 2>/dev/null || true
	bash "$top/test/lit/ssh/Inputs/robots" down "$dir"
	rm -rf "$dir"
}
trap end EXIT
$RK_SSH -M -o ControlPersist=yes -fN $host
for i in 0 1; do "$build/unit/mkblob" "$dir/$i.rkb" tick $((7 + i)); done

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
deploy() { "$build/bin/rk" deploy "$dir/$(($1 % 2)).rkb" $host; }
empty() { $RK_SSH -T $host true; }
deploy 0 >/dev/null && deploy 1 >/dev/null
measure "ssh true" empty
measure "rk deploy" deploy
