# SPDX-License-Identifier: MIT
# Memory that the product takes on a robot, and beside it what other tools take there for the nearest
# same job, all on one kernel: MemFree with caches dropped, before and while each runs.
# only: x86_64
# memory: 1536
# binaries: /usr/bin/bpftrace /usr/sbin/runqlat
# modules: configfs
. "${0%/*}/lib.sh"

# Pages that a processor keeps at hand are free, too, and MemFree leaves them out.
free_kib() {
	local kept
	sync
	echo 3 >/proc/sys/vm/drop_caches
	sleep 1
	echo 1 >/proc/sys/vm/stat_refresh
	kept=$(awk '$1 == "count:" { s += $2 } END { print s * 4 }' /proc/zoneinfo)
	echo $((kept + $(sed -n 's/^MemFree: *\([0-9]*\) kB/\1/p' /proc/meminfo)))
}
say() { printf 'footprint %-52s %8s KiB\n' "$1" "$2"; }
pool() { rk-agent info | sed -n "s/^$1 //p"; }

mount -t tracefs none /sys/kernel/tracing
mount -t debugfs none /sys/kernel/debug
free_kib >/dev/null
before=$(free_kib)
start
rk-agent key add dev.pub || fail key
after=$(free_kib)
reserved=$(($(pool pool_size) / 1024))
say "module, as /proc/modules counts it" $(($(sed -n 's/^rkbpf \([0-9]*\) .*/\1/p' /proc/modules) / 1024))
say "module resident, map storage included" $((before - after))
say "of it, storage reserved for maps" $reserved
for i in 0 1 2 3 4 5 6 7 8 9; do
	id=$(load ten_$i.rkb)
	rk-agent attach "$id" || fail "attach ten_$i"
done
sleep 1
full=$(free_kib)
say "ten programs attached, $(($(pool pool_used) / 1024)) KiB of maps in use" $((before - full))
for id in $(rk-agent status | awk '{ print $1 }' | grep '^[0-9]'); do
	rk-agent detach "$id" && rk-agent unload "$id"
done
finish
say "after rmmod" $((before - $(free_kib)))

# COMMAND...: what it takes once it runs.
other() {
	local was pid
	was=$(free_kib)
	"$@" >/tmp/other 2>&1 &
	pid=$!
	sleep 20
	kill -0 $pid || { cat /tmp/other; fail "$1 ended"; }
	say "$(basename "$1"), running" $((was - $(free_kib)))
	say "$(basename "$1"), resident set of the process" "$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' /proc/$pid/status)"
	say "$(basename "$1"), program and libraries on disk" "$(du -kL $(cat /binaries/"$(basename "$1")") | awk '{ s += $1 } END { print s }')"
	kill $pid
	wait $pid
}
other /usr/sbin/runqlat 1000
other /usr/bin/bpftrace -e 'tracepoint:sched:sched_switch { @[args->next_pid] = count(); }'
passed
