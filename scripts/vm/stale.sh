#!/bin/sh
# SPDX-License-Identifier: MIT
# stale.sh LOG: does this robot's log tell of QEMU's fault, not of the module's? QEMU 7.2 may go on
# with a breakpoint that the kernel has taken away (docs/kernel-module.md, "Not there yet"): a processor
# is then reported at the first byte of one function, where memory holds the call of the function tracer
# or the nop in its place: for RCU, for a soft lockup, and again in the panic. No loop is met at one and
# the same instruction only.
grep -q 'watchdog: BUG: soft lockup' "$1" && grep -qE 'Code: .*<(e8>|0f> 1f 44 00 00)' "$1" || exit 1
grep -o 'RIP: 0010:[^ ]*' "$1" | sort | uniq -c |
	awk '{ n++ } $1 > 2 && $3 ~ /\+0x0\// { same++ } END { exit !(n == 1 && same == 1) }'
