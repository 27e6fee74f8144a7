#!/bin/bash
# SPDX-License-Identifier: MIT
# What style a script can check: formatting, line length, file length, licence lines, one C++ file.
set -u
cd "$(dirname "$0")/.."
bad=0
complain() { echo "$1"; bad=1; }

mapfile -t code < <(git ls-files '*.c' '*.h' '*.cpp' | grep -v '^test/lit/')
for f in "${code[@]}"; do
	head -n 1 "$f" | grep -q 'SPDX-License-Identifier: MIT' || complain "$f: no SPDX line"
	n=$(wc -l <"$f")
	# A generated header is as long as its table.
	[ "$n" -le 600 ] || [ "$f" = include/rk/bpf/bpf/bpf_helper_defs.h ] ||
		complain "$f: $n lines (limit 600)"
done
expand -t 8 "${code[@]}" | awk 'length > 100' | grep -q . && {
	for f in "${code[@]}"; do
		expand -t 8 "$f" | awk -v f="$f" 'length > 100 {print f ":" NR ": " length " columns"}'
	done
	bad=1
}
clang-format-19 --dry-run --Werror "${code[@]}" || bad=1
[ "$(git ls-files '*.cpp' '*.cc' '*.cxx')" = rkcc/clang_frontend.cpp ] ||
	complain "C++ outside rkcc/clang_frontend.cpp"
# shellcheck disable=SC2046
grep -nwE '(TODO|FIXME|XXX)' $(git ls-files '*.c' '*.h' '*.cpp' '*.def') && complain "unfinished marks"
grep -nE '/(work|farm)/' $(git ls-files | grep -v scripts/check-style.sh) && complain "paths of one machine"
exit $bad
