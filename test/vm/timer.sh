# SPDX-License-Identifier: MIT
# A signed program runs at a hard timer of a stock kernel: its map counts, its ring buffer is read
# in sequence through mmap and poll, its bpf_trace_printk lines reach the console.
fail() { echo "RK-TEST timer FAILED: $*"; poweroff -f; }

insmod /rkbpf.ko || fail insmod
before=$(rkclient info)
rkclient key dev.key || fail "key"
id=$(rkclient load tick.rkb) || fail "load: $id"
rkclient attach "$id" || fail "attach"
rkclient ring "$id" records 1000 || fail "ring buffer"
rkclient map "$id" runs >/tmp/first
sleep 1
rkclient map "$id" runs >/tmp/second
cat /tmp/first /tmp/second
first=$(sed -n 's/^sum //p' /tmp/first) second=$(sed -n 's/^sum //p' /tmp/second)
[ "$first" -ge 1000 ] && [ "$second" -gt "$first" ] || fail "counts $first, $second"
rkclient unload "$id" && fail "unloaded while attached"
rkclient detach "$id" || fail "detach"
rkclient stats "$id"
runs=$(rkclient stats "$id" | sed 's/runs \([0-9]*\) .*/\1/')
rkclient map "$id" runs >/tmp/third
[ "$(sed -n 's/^sum //p' /tmp/third)" = "$runs" ] || fail "runs lost or doubled"
dmesg | grep -c 'rkbpf: tick ' >/tmp/lines
[ "$(cat /tmp/lines)" -ge 4 ] || fail "trace lines: $(cat /tmp/lines)"
rkclient unload "$id" || fail "unload"
rkclient info
jitter=$(rkclient load loop_jitter.rkb) || fail "load: $jitter"
rkclient attach "$jitter" || fail "attach"
sleep 1
rkclient detach "$jitter"
rkclient map "$jitter" lateness_us_log2 || fail "map"
rkclient unload "$jitter" || fail "unload"
[ "$(rkclient info)" = "$(echo "$before" | sed 's/keys 0/keys 1/')" ] || fail "something is left: $(rkclient info)"
rmmod rkbpf || fail rmmod
echo "RK-TEST timer passed"
