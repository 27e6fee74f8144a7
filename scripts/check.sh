#!/bin/bash
# SPDX-License-Identifier: MIT
# The gate for every commit: installs, builds both profiles with warnings as errors, runs style,
# unit and lit suites, beside them the kernel module's suite on virtual robots of both architectures,
# and ends with one line "N passed, N failed". Slow fuzzing and proofs are in check-full.sh. Tests
# that read ../shared are skipped where it is absent.
set -u
cd "$(dirname "$0")/.."
# shellcheck disable=SC2046
scripts/install.sh $(cat scripts/packages-vm.txt) || { echo "0 passed, 1 failed"; exit 1; }

lit=/usr/lib/llvm-19/build/utils/lit/lit.py
passed=0 failed=0 skipped=0
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# One lit run; adds its counts.
suite() { # NAME BUILD-FOLDER TEST-FOLDER...
	local name=$1 build=$2 json="$out/$1.json" p f s
	shift 2
	echo "== $name"
	/usr/bin/python3 $lit -s -v --no-progress-bar --order=lexical --timeout 300 --param build="$PWD/$build" -o "$json" "$@" |
		tee "$out/$name.log" | grep -v '^PASS'
	if [ ! -s "$json" ]; then
		echo "$name: lit did not run"
		failed=$((failed + 1))
		return
	fi
	p=$(jq '[.tests[]|select(.code=="PASS" or .code=="XFAIL")]|length' "$json")
	f=$(jq '[.tests[]|select(.code|IN("PASS","XFAIL","UNSUPPORTED","EXCLUDED")|not)]|length' "$json")
	s=$(jq '[.tests[]|select(.code=="UNSUPPORTED")]|length' "$json")
	echo "$name: $p passed, $f failed, $s skipped"
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	[ "$p" -gt 0 ] || { echo "$name: no test ran"; failed=$((failed + 1)); }
}

step() { # NAME COMMAND...: one more test
	local name=$1
	shift
	echo "== $name"
	if "$@" >"$out/step.log" 2>&1; then
		passed=$((passed + 1))
	else
		tail -n 60 "$out/step.log"
		echo "$name: failed"
		failed=$((failed + 1))
	fi
}

for_profile() { # NAME
	step "configure $1" cmake --preset "$1"
	step "build $1" cmake --build --preset "$1"
}

robot() { # ARCH
	scripts/robot.sh build --arch "$1" && scripts/robot.sh run --arch "$1"
}

for_profile embedded
# The robots of both architectures at once, and before everything that does not wait as they do: each
# keeps much less than one of two cores busy, and what is nice fills the rest.
for arch in x86_64 aarch64; do
	{ RK_BUILD=build-embedded robot $arch || echo "robot $arch: ended with $?"; } >"$out/vm-$arch.log" 2>&1 &
done
renice -n 15 $$ >/dev/null

for_profile cloud
step style scripts/check-style.sh
step "coverage of the tables" /usr/bin/python3 scripts/check-coverage.py
suite embedded build-embedded test/unit test/lit
# The execution tests again under the other profile: the results must be the same.
suite cloud build-cloud test/unit test/lit

echo "== robots"
wait
for arch in x86_64 aarch64; do
	grep -v '^PASS' "$out/vm-$arch.log"
	p=$(grep -c '^PASS: vm' "$out/vm-$arch.log")
	f=$(grep -c '^FAIL: vm' "$out/vm-$arch.log")
	# A robot that could not be built, or whose suite ended before its last test, is a failure.
	[ "$f" -gt 0 ] || ! grep -q '^robot .*: ended with' "$out/vm-$arch.log" || f=1
	echo "robot $arch: $p passed, $f failed"
	passed=$((passed + p)) failed=$((failed + f))
done

[ "$skipped" = 0 ] || echo "skipped: $skipped (../shared or a tool is absent)"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
