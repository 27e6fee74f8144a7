#!/bin/bash
# SPDX-License-Identifier: MIT
# The slow half of the gate: sanitizer build of the unit tests, ten CPU minutes of libFuzzer for each
# parser (RK_FUZZ_SECONDS to change), 300,000 mutants (RK_MUTANTS), exhaustive domain checks at
# larger widths; the value domain's proofs, all decided in ten CPU minutes; SARIF output against its
# schema (skipped, with the reason, where npm does not give it); the packages; the kernel module's
# suite on all other robots (PREEMPT_RT, 6.12, raspi3b, and kernels built here: KASAN with lockdep,
# 16 KiB pages, one without kprobes, bpf() and BTF), with the slow tests. Ends like check.sh.
set -u
cd "$(dirname "$0")/.."
seconds=${RK_FUZZ_SECONDS:-600}
# shellcheck disable=SC2046
scripts/install.sh $(cat scripts/packages-vm.txt scripts/packages-full.txt) || { echo "0 passed, 1 failed"; exit 1; }
passed=0 failed=0 skipped=0
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

sanitized() {
	cmake --preset asan >/dev/null && cmake --build --preset asan &&
		ASAN_OPTIONS=detect_leaks=0 /usr/bin/python3 /usr/lib/llvm-19/build/utils/lit/lit.py -s \
			--timeout 900 --param build="$PWD/build-asan" test/unit
}
fuzz_build() {
	cmake -S . -B build-fuzz -G Ninja -DRK_PROFILE=embedded -DRK_FUZZ=ON \
		-DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER=clang-19 \
		-DCMAKE_CXX_COMPILER=clang++-19 >/dev/null && cmake --build build-fuzz
}
fuzz() { # TARGET: its corpus grows outside the tree, from the seeds in it
	mkdir -p build-fuzz/corpus/$1
	[ -d test/fuzz/seeds/$1 ] && cp -n test/fuzz/seeds/$1/* build-fuzz/corpus/$1/
	# A loop that is not proved to end is tried at each of its points: seconds, a hundred times more here.
	local limit=20
	[ "$1" != fuzz_verify ] || limit=600
	build-fuzz/fuzz/$1 -max_total_time=$seconds -timeout=$limit -rss_limit_mb=4096 -print_final_stats=1 \
		-artifact_prefix=build-fuzz/$1- build-fuzz/corpus/$1 >build-fuzz/$1.log 2>&1
	local code=$?
	tail -n 12 build-fuzz/$1.log
	return $code
}

step "sanitizers" sanitized
step "fuzz build" fuzz_build
for target in test/fuzz/fuzz_*.c; do
	name=$(basename "$target" .c)
	step "$name for $seconds s" fuzz "$name"
done
step "grown programs" build-fuzz/bin/rk-conformance --mutate "${RK_MUTANTS:-300000}"
step "mutants" scripts/mutants.sh build-fuzz "${RK_MUTANTS:-300000}"
step "domain, wide" build-asan/unit/domain_exhaustive full

# OPTIONS...: every test counts by itself. A robot that could not be built, or whose suite ended before
# its last test, is a failure.
robot() {
	local log p f code=0
	log=$(mktemp)
	echo "== robot $*"
	{ RK_BUILD=build-embedded scripts/robot.sh build "$@" &&
		RK_BUILD=build-embedded scripts/robot.sh run "$@"; } >"$log" 2>&1 || code=$?
	grep -v '^PASS' "$log"
	p=$(grep -c '^PASS: vm' "$log") f=$(grep -c '^FAIL: vm' "$log")
	[ "$code" = 0 ] || [ "$f" -gt 0 ] || f=1
	passed=$((passed + p)) failed=$((failed + f))
	rm "$log"
}
step "embedded build" sh -c 'cmake --preset embedded >/dev/null && cmake --build --preset embedded'
step "proof build" cmake --build build-embedded --target rk-prove
step "proofs" build-embedded/bin/rk-prove -b 600 build-embedded/proof/harness.bc
step "broken rules are refuted" /usr/bin/python3 test/proof/mutants.py build-embedded/bin/rk-prove
may_skip "SARIF against its schema" /usr/bin/python3 scripts/check-sarif.py build-embedded
for arch in x86_64 aarch64; do
	robot --arch $arch --rt
	for kernel in 6.12 stock; do robot --arch $arch --kernel $kernel; done
	# A million hostile ones; and KASAN sees most where the processors run at once.
	RK_VM_THREADS=multi RK_VM_SET="requests=500000" robot --arch $arch --kernel kasan
done
robot --arch aarch64 --kernel 16k
robot --machine raspi3b
for file in $(grep -l '^# slow: yes' test/vm/*.sh); do
	for arch in x86_64 aarch64; do
		step "slow $file $arch" env RK_BUILD=build-embedded scripts/robot.sh run --arch $arch "$(basename "$file" .sh)"
	done
done
step "packages" test/packages.sh build-embedded
step "packages for arm64" test/packages-arm64.sh build-embedded
[ "$skipped" = 0 ] || echo "skipped: $skipped (what it needs is absent: its lines say what)"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
