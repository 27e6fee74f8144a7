# SPDX-License-Identifier: MIT
# bpf_probe_read_kernel in a hard interrupt: NULL, user, non-canonical and unmapped addresses fail
# without a fault and leave zeros; an address of the kernel's own data is read.
fail() { echo "RK-TEST probes FAILED: $*"; poweroff -f; }
at() { echo "0x$(grep -m 1 " $1\$" /proc/kallsyms | cut -d' ' -f1)"; }
value() { rkclient map "$id" "$1" | sed -n "s/^$2: //p"; }

echo 0 >/proc/sys/kernel/kptr_restrict
insmod /rkbpf.ko || fail insmod
rkclient key dev.key || fail key
id=$(rkclient load probes.rkb) || fail "load: $id"
# The vsyscall page of x86_64 is ordinary kernel memory elsewhere.
case $(uname -m) in x86_64) seventh=0xffffffffff600000 ;; *) seventh=0x8000000000400000 ;; esac
set -- 1 8 0x400000 0x7fffffffe000 0x800000000000 0x8000000000000000 0xdead000000000000 \
	$seventh 0xfffffffffffffff9 0xffffffffffffffff "0xff00000000400000"
n=0
for address in "$@"; do
	rkclient set "$id" addresses $n "$address" || fail "set"
	n=$((n + 1))
done
rkclient set "$id" addresses $n "$(at _printk)" || fail "set _printk"
rkclient attach "$id" || fail attach
sleep 1
rkclient detach "$id" || fail detach
for map in failed dirty good; do echo "$map"; rkclient map "$id" $map; done
i=0
while [ $i -lt $n ]; do
	[ "$(value failed $i)" -gt 10 ] || fail "address number $i was read"
	i=$((i + 1))
done
[ "$(value good $n)" -gt 10 ] || fail "_printk at $(at _printk) was not read"
rkclient map "$id" dirty | grep -q '^sum 0$' || fail "a failed read left something"
rkclient unload "$id" || fail unload
rmmod rkbpf || fail rmmod
echo "RK-TEST probes passed"
