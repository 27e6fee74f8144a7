#!/bin/bash
# SPDX-License-Identifier: MIT
# How long rk deploy takes to one warm host, beyond the health window: with a master connection that is there
# already. Beside it the same for `ssh HOST true`, which is what ssh itself costs, and the difference of the medians.
#
#   chrt -f 10 bench/deploy.sh [BUILD-FOLDER] [RUNS]           an OpenSSH server on 127.0.0.1 with an agent whose
#                                                              module is a file (test/unit/fake_robot)
#   chrt -f 10 bench/deploy.sh --robot [BUILD-FOLDER] [RUNS]   the virtual robot that `scripts/robot.sh up --ssh` started
#                                                              ($RK_BUILD, $RK_VM_WORK as there; RK_ROBOT: its options)
#
# Prints the least, the median and the most of RUNS (20) in ms. Each run installs a program in another's
# place, with its counter and its line of history on the disk below $TMPDIR, or in the robot's memory. chrt keeps the
# other work of a busy machine out of the numbers; it does not reach a robot that runs already.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
robot=''
[ "${1-}" != --robot ] || { robot=1; shift; }
build=$(cd "${1:-$top/build-embedded}" && pwd) runs=${2:-20}
dir=$(mktemp -d)
host=robot
end() {
	$RK_SSH -O exit $host 2>/dev/null || true
	[ "$robot" ] || bash "$top/test/lit/ssh/Inputs/robots" down "$dir"
	rm -rf "$dir"
}

# Images 0 to RUNS + 1, each another program than the one before.
fake_host() {
	local i
	bash "$top/test/lit/ssh/Inputs/robots" up "$dir" "$build/unit" $host
	config=$dir/config
	for i in $(seq 0 $((runs + 1))); do "$build/unit/mkblob" "$dir/$i.rkb" tick $((7 + i % 2)); done
}

real_host() {
	local i
	eval "$("$top/scripts/robot.sh" env ${RK_ROBOT-})"
	config=$RK_SSH_CONFIG
	ssh -F "$config" $host 'mkdir -p /var/lib/rkbpf; [ -e /dev/rkbpf ] || insmod /rkbpf.ko
		rk-agent key add /blobs/dev.pub 2>/dev/null; rk-agent info' | grep -q '^keys [1-9]'
	cat >"$dir/warm.bpf.c" <<-'END'
		#include <rk/rk.bpf.h>
		SEC("timer/10ms") int warm(void *ctx) { return NUMBER; }
	END
	for i in $(seq 0 $((runs + 1))); do
		"$build/bin/rkcc" build "$dir/warm.bpf.c" -DNUMBER="$i" --target "$(ssh -F "$config" $host uname -m)" \
			--counter $(($(date +%s) * 1000 + i)) --key "$RK_KEYS/dev.sec" -o "$dir/$i.rkb" >/dev/null
	done
}

measure() { # NAME COMMAND: which is given the number of the run; sets median, in hundredths of a ms
	local i start times=()
	for i in $(seq "$runs"); do
		start=$(date +%s%N)
		"$2" "$i" >"$dir/said" 2>&1 || { cat "$dir/said"; exit 1; }
		times+=($((($(date +%s%N) - start) / 10000)))
	done
	median=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((runs + 1) / 2))p")
	printf '%s\n' "${times[@]}" | sort -n | awk -v name="$1" '{ t[NR] = $1 / 100 }
		END { printf "%-12s least %.1f ms, median %.1f ms, most %.1f ms\n", name, t[1], t[int((NR + 1) / 2)], t[NR] }'
}
deploy() { "$build/bin/rk" deploy "$dir/$(($1 + 1)).rkb" $host --max-overruns 1000000 --max-skips 1000000; }
empty() { $RK_SSH -T $host true; }

if [ "$robot" ]; then real_host; else fake_host; fi
export RK_SSH="ssh -F $config -o ControlPath=$dir/master"
trap end EXIT
$RK_SSH -M -o ControlPersist=yes -fN $host
deploy -1 >/dev/null && deploy 0 >/dev/null
measure "ssh true" empty
ssh_alone=$median
measure "rk deploy" deploy
awk -v a="$ssh_alone" -v b="$median" 'BEGIN { printf "beyond ssh   %.1f ms\n", (b - a) / 100 }'
