# SPDX-License-Identifier: MIT
# A signed program runs at a hard timer of a stock kernel: its map counts, its ring buffer is read
# in sequence through mmap and poll, its bpf_trace_printk lines reach the console.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail "key"
before=$(state)
id=$(load tick.rkb)
rk-agent attach tick || fail "attach"
rk-agent events tick records --count 1000 --timeout 10 >$tmp/records || fail "ring buffer"
[ "$(wc -l <$tmp/records)" = 1000 ] || fail "$(wc -l <$tmp/records) records"
awk 'NR > 1 && $1 != last + 1 { exit 1 } { last = $1 }' $tmp/records || fail "records out of sequence"
first=$(sum "$id" runs)
sleep 1
second=$(sum "$id" runs)
[ "$first" -ge 1000 ] && [ "$second" -gt "$first" ] || fail "counts $first, $second"
rk-agent unload "$id" && fail "unloaded while attached"
rk-agent detach "$id" || fail "detach"
rk-agent status "$id"
[ "$(sum "$id" runs)" = "$(count "$id" runs)" ] || fail "runs lost or doubled"
lines=$(dmesg | grep -c 'rkbpf: tick ')
[ "$lines" -ge 4 ] || fail "trace lines: $lines"
rk-agent unload "$id" || fail "unload"
id=$(load loop_jitter.rkb)
rk-agent attach "$id" || fail "attach"
sleep 1
rk-agent detach "$id" || fail "detach"
dump "$id" lateness_us_log2 || fail "map"
rk-agent unload "$id" || fail "unload"
unchanged "$before"
finish
passed
