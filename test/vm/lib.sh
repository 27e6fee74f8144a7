# SPDX-License-Identifier: MIT
# Sourced by every test of this folder that uses rk-agent; the shell is busybox's. A test ends with
# `passed`; one that ends without it has failed.
test=${0##*/} test=${test%.sh}

# A folder of the test's own; nothing is left behind, also by one that fails.
tmp=/tmp/rk-$test
rm -rf "$tmp"
mkdir "$tmp"
trap 'rm -rf "$tmp"; rmmod rkbpf 2>/dev/null' EXIT

fail() { echo "RK-TEST $test FAILED: $*"; exit 1; }
passed() { echo "RK-TEST $test passed"; }

# RK_MODULE is a file, or a name for modprobe.
start() {
	case ${RK_MODULE:-/rkbpf.ko} in
	*/*) insmod "${RK_MODULE:-/rkbpf.ko}" || fail insmod ;;
	*) modprobe "$RK_MODULE" || fail modprobe ;;
	esac
}
finish() { rmmod rkbpf || fail rmmod; }

# What the module holds: the same before and after whatever is undone or refused.
state() { echo $(rk-agent info | grep -E '^(keys|programs|arena_used|pool_used) '); }
unchanged() { [ "$(state)" = "$1" ] || fail "${2:-left over}: $(state), not $1"; }

# MAP of a program: the value of KEY, the sum of all values.
dump() { rk-agent map dump "$1" "$2" --nonzero --sum; }
value() { dump "$1" "$2" | sed -n "s/^$3: //p"; }
sum() { dump "$1" "$2" | sed -n 's/^sum //p'; }

# ID WORD: a number of a program's status (runs, skips, drops, missed, ...).
count() { rk-agent status "$1" | sed -n "s/.* $2 \([0-9]*\) .*/\1/p"; }

# FILE: the id of a loaded blob.
load() { rk-agent load "$1" || echo none; }

# MS: what busy.rkb's map must ask for, so that a run takes about so long here.
work_for() {
	id=$(load busy.rkb)
	rk-agent map set "$id" work 0 2000 >&2 && rk-agent attach "$id" >&2 && sleep 0.3
	rk-agent detach "$id" >&2
	took=$(count "$id" ns_total) runs=$(count "$id" timed)
	rk-agent unload "$id" >&2
	echo $(($1 * 1000000 / (${took:-0} / ${runs:-1} / 2000 + 1)))
}
