#!/bin/bash
# SPDX-License-Identifier: MIT
#   scripts/check-full.sh [PART...]      (all parts take hours; they can be run one by one)
#
# The slow half of the gate, which ends like check.sh. Parts:
#   sanitizers  unit tests with the address and undefined-behaviour sanitizers, and the value domain's
#               exhaustive checks at larger widths
#   fuzz        ten minutes of libFuzzer for each parser (RK_FUZZ_SECONDS to change), 300,000 mutants of
#               grown programs and of the corpus's (RK_MUTANTS)
#   proofs      of the value domain, all decided in ten CPU minutes; broken rules are refuted
#   sarif       output against its schema (skipped, with the reason, where npm does not give it)
#   rt 6.12 stock kasan 16k raspi3b
#               the kernel module's suite on these robots, of both architectures where there are two:
#               PREEMPT_RT, 6.12, and kernels built here: one without kprobes, bpf() and BTF, KASAN with
#               lockdep and a million hostile requests, pages of 16 KiB
#   slow        the slow tests, on the robots of check.sh
#   packages    Debian packages, built and used
set -u
cd "$(dirname "$0")/.." || exit
parts=(sanitizers fuzz proofs sarif rt 6.12 stock kasan 16k raspi3b slow packages)
for part in "$@"; do
	[[ " ${parts[*]} " = *" $part "* ]] ||
		{ echo "check-full.sh: no part is called '$part'; there are: ${parts[*]}" >&2; exit 2; }
done
[ $# = 0 ] || parts=("$@")
# shellcheck disable=SC2046
scripts/install.sh $(cat scripts/packages-vm.txt scripts/packages-full.txt) || { echo "0 passed, 1 failed"; exit 1; }
passed=0 failed=0 skipped=0
embedded=$PWD/build-embedded fuzzers=$PWD/build-fuzz

step() { # NAME COMMAND...
	local name=$1
	shift
	echo "== $name"
	if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$name: failed"; fi
}
# A step that says with exit code 75 that what it needs is absent.
# Not for other steps, whose codes are their own.
may_skip() { # NAME COMMAND...
	local name=$1 code=0
	shift
	echo "== $name"
	"$@" || code=$?
	case $code in
	0) passed=$((passed + 1)) ;;
	75) skipped=$((skipped + 1)) && echo "$name: skipped" ;;
	*) failed=$((failed + 1)) && echo "$name: failed" ;;
	esac
}

part_sanitizers() {
	step "sanitizers" sanitized
	step "domain, wide" build-asan/unit/domain_exhaustive full
}
sanitized() {
	cmake --preset asan >/dev/null && cmake --build --preset asan &&
		ASAN_OPTIONS=detect_leaks=0 /usr/bin/python3 /usr/lib/llvm-19/build/utils/lit/lit.py -s \
			--timeout 900 --param build="$PWD/build-asan" test/unit
}

part_fuzz() {
	local target
	step "fuzz build" fuzz_build
	for target in test/fuzz/fuzz_*.c; do
		step "$(basename "$target" .c)" fuzz "$(basename "$target" .c)" "${RK_FUZZ_SECONDS:-600}"
	done
	step "grown programs" "$fuzzers/bin/rk-conformance" --mutate "${RK_MUTANTS:-300000}"
	step "mutants" scripts/mutants.sh "$fuzzers" "${RK_MUTANTS:-300000}"
}
fuzz_build() {
	cmake -S . -B "$fuzzers" -G Ninja -DRK_PROFILE=embedded -DRK_FUZZ=ON \
		-DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER=clang-19 \
		-DCMAKE_CXX_COMPILER=clang++-19 >/dev/null && cmake --build "$fuzzers"
}
fuzz() { # TARGET SECONDS: its corpus grows outside the tree, from the seeds in it
	local code log=$fuzzers/$1.log seeds=test/fuzz/seeds/$1
	mkdir -p "$fuzzers/corpus/$1"
	[ ! -d "$seeds" ] || cp -n "$seeds"/* "$fuzzers/corpus/$1/"
	# A loop that is not proved to end is tried at each of its points: seconds, a hundred times more here.
	local limit=20
	[ "$1" != fuzz_verify ] || limit=600
	"$fuzzers/fuzz/$1" -max_total_time="$2" -timeout=$limit -rss_limit_mb=4096 -print_final_stats=1 \
		-artifact_prefix="$fuzzers/$1-" "$fuzzers/corpus/$1" >"$log" 2>&1
	code=$?
	tail -n 12 "$log"
	return $code
}

part_proofs() {
	step "proof build" cmake --build "$embedded" --target rk-prove
	step "proofs" "$embedded/bin/rk-prove" -b 600 "$embedded/proof/harness.bc"
	step "broken rules are refuted" /usr/bin/python3 test/proof/mutants.py "$embedded/bin/rk-prove"
}
part_sarif() { may_skip "SARIF against its schema" /usr/bin/python3 scripts/check-sarif.py "$embedded"; }

# OPTIONS...: every test counts by itself. A robot that could not be built, or whose suite ended before
# its last test, is a failure.
robot() {
	local log p f code=0
	log=$(mktemp)
	echo "== robot $*"
	{ RK_BUILD=$embedded scripts/robot.sh build "$@" &&
		RK_BUILD=$embedded scripts/robot.sh run "$@"; } >"$log" 2>&1 || code=$?
	grep -v '^PASS' "$log"
	p=$(grep -c '^PASS: vm' "$log") f=$(grep -c '^FAIL: vm' "$log")
	[ "$code" = 0 ] || [ "$f" -gt 0 ] || f=1
	echo "robot $*: $p passed, $f failed"
	passed=$((passed + p)) failed=$((failed + f))
	rm "$log"
}
robots() { # OPTIONS...
	robot --arch x86_64 "$@"
	robot --arch aarch64 "$@"
}
part_rt() { robots --rt; }
part_6.12() { robots --kernel 6.12; }
part_stock() { robots --kernel stock; }
# KASAN sees most where the processors run at once.
part_kasan() { RK_VM_THREADS=multi RK_VM_SET="requests=500000" robots --kernel kasan; }
part_16k() { robot --arch aarch64 --kernel 16k; }
part_raspi3b() { robot --machine raspi3b; }
part_slow() {
	local arch file
	for arch in x86_64 aarch64; do
		step "robot $arch" env RK_BUILD="$embedded" scripts/robot.sh build --arch $arch
		for file in $(grep -l '^# slow: yes' test/vm/*.sh); do
			step "slow $file $arch" env RK_BUILD="$embedded" scripts/robot.sh run --arch $arch \
				"$(basename "$file" .sh)"
		done
	done
}

part_packages() {
	step "packages" test/packages.sh "$embedded"
	step "packages for arm64" test/packages-arm64.sh "$embedded"
}

step "embedded build" sh -c 'cmake --preset embedded >/dev/null && cmake --build --preset embedded'
for part in "${parts[@]}"; do "part_$part"; done
[ "$skipped" = 0 ] || echo "skipped: $skipped (what it needs is absent: its lines say what)"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
