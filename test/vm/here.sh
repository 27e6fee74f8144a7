# SPDX-License-Identifier: MIT
# Sourced by tests that run on the workstation (bash), against a robot that ssh reaches. RK_SSH, RK_BIN
# and RK_BLOBS come from robot.sh.
set -u
test=${0##*/} test=${test%.sh}

fail() { echo "RK-TEST $test FAILED: $*"; exit 1; }
passed() { echo "RK-TEST $test passed"; }
there() { $RK_SSH robot "$@"; }
rk() { "$RK_BIN/rk" "$@" --host robot; }

# CODE TEXT COMMAND...: fails with this code and one line of rk's that has TEXT; ssh may say more.
refused() {
	local code=$1 text=$2 said
	shift 2
	said=$("$@" 2>&1) && fail "$* succeeded"
	[ $? = "$code" ] || fail "$*: exit code is not $code: $said"
	echo "$said"
	[ "$(echo "$said" | grep -c "^rk ")" = 1 ] || fail "$*: more than one line"
	case $said in *"$text"*) ;; *) fail "$*: $said" ;; esac
}

cd "$RK_BLOBS" || exit
