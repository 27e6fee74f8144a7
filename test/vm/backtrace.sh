# SPDX-License-Identifier: MIT
# only: *x86_64
# runs: virtual robot
# slow: yes
# parallel: yes
# seconds: 300
# A stack trace that is taken while a program runs goes through it, without a guess, to the timer
# that started it. The trace is that of an NMI, which sysrq-l sends to every CPU.
. "${0%/*}/lib.sh"

echo 1 >/proc/sys/kernel/printk # traces are for the buffer, not for the console
start
rk-agent key add dev.pub || fail key
id=$(load busy.rkb)
rk-agent map set "$id" work 0 5000 || fail set
taskset 2 rk-agent attach "$id" || fail attach # on the second CPU
for i in $(seq 300); do
	dmesg -c >/dev/null
	rk-agent attach "$id" 2>/dev/null # a busy machine may have let it overrun
	taskset 1 sh -c "echo l >/proc/sysrq-trigger"
	sleep 0.05
	dmesg | sed 's/^\[[^]]*\] //' >/tmp/trace
	grep -q 'rkbpf\]$' /tmp/trace && cp /tmp/trace /tmp/other
	grep -q '^ rk_arena+0x' /tmp/trace && break
done
rk-agent status "$id"
# Lines with a question mark are words that lie on the stack; the others are the frames.
frames=$(grep -v '^ ? ' /tmp/trace | sed -n '/^ rk_arena+/,/^ hrtimer_interrupt+/s/^ \([a-z_]*\).*/\1/p')
echo "$frames"
case $(echo $frames) in
"rk_arena rk_prog_run rk_link_run expire __hrtimer_run_queues hrtimer_interrupt") ;;
# rk_slot_run ends in a call that the compiler may turn into a jump.
"rk_arena rk_prog_run rk_slot_run rk_link_run expire __hrtimer_run_queues hrtimer_interrupt") ;;
*) fail "no trace through a program: $(cat /tmp/other)" ;;
esac
finish
passed
