#!/bin/bash
# SPDX-License-Identifier: MIT
# The slow half of the gate: sanitizer build of the unit tests, ten CPU minutes of libFuzzer for each
# parser (RK_FUZZ_SECONDS to change), 300,000 mutants (RK_MUTANTS), exhaustive domain checks at
# larger widths. Ends like check.sh.
set -u
cd "$(dirname "$0")/.."
seconds=${RK_FUZZ_SECONDS:-600}
scripts/install.sh || { echo "0 passed, 1 failed"; exit 1; }
passed=0 failed=0
step() { # NAME COMMAND...
	local name=$1
	shift
	echo "== $name"
	if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$name: failed"; fi
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
	build-fuzz/fuzz/$1 -max_total_time=$seconds -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
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
step "packages" test/packages.sh build-embedded
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
