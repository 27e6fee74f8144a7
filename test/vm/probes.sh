# SPDX-License-Identifier: MIT
# bpf_probe_read_kernel in a hard interrupt: NULL, user, non-canonical and unmapped addresses fail
# without a fault and leave zeros; an address of the kernel's own data is read.
. "${0%/*}/lib.sh"
at() { echo "0x$(grep -m 1 " $1\$" /proc/kallsyms | cut -d' ' -f1)"; }

echo 0 >/proc/sys/kernel/kptr_restrict
start
rk-agent key add dev.pub || fail key
id=$(load probes.rkb)
# The vsyscall page of x86_64 is ordinary kernel memory elsewhere.
case $(uname -m) in x86_64) seventh=0xffffffffff600000 ;; *) seventh=0x8000000000400000 ;; esac
set -- 1 8 0x400000 0x7fffffffe000 0x800000000000 0x8000000000000000 0xdead000000000000 \
	$seventh 0xfffffffffffffff9 0xffffffffffffffff "0xff00000000400000"
n=0
for address in "$@"; do
	rk-agent map set "$id" addresses $n "$address" || fail "set"
	n=$((n + 1))
done
rk-agent map set "$id" addresses $n "$(at _printk)" || fail "set _printk"
rk-agent attach "$id" || fail attach
sleep 1
rk-agent detach "$id" || fail detach
for map in failed dirty good; do echo "$map"; dump "$id" $map; done
i=0
while [ $i -lt $n ]; do
	[ "$(value "$id" failed $i)" -gt 10 ] || fail "address number $i was read"
	i=$((i + 1))
done
[ "$(value "$id" good $n)" -gt 10 ] || fail "_printk at $(at _printk) was not read"
dump "$id" dirty | grep -q '^sum 0$' || fail "a failed read left something"
rk-agent unload "$id" || fail unload
finish
passed
