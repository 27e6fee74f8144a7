# SPDX-License-Identifier: MIT
# Each state that a PWM driver takes is one event with that state: those of user space, those of
# programs, of this channel alone, and none that the driver refused.
# modules: rk-pwm
. "${0%/*}/lib.sh"
seen() { value "$id" seen "$1" | grep . || echo 0; }

modprobe rk-pwm || fail stand-in
chip=$(echo /sys/class/pwm/pwmchip*)
echo 1 >"$chip/export"; echo 3 >"$chip/export"
pwm=$chip/pwm1 other=$chip/pwm3
echo 2000000 >"$pwm/period"; echo 2000000 >"$other/period"
start
rk-agent key add dev.pub || fail key
id=$(load pwm_absent.rkb)
rk-agent attach "$id" 2>&1 | grep -q role || fail "attached to a role"
id=$(load pwm_watch.rkb)
before=$(cat /sys/module/rk_pwm/parameters/applies)
rk-agent attach "$id" || fail attach
echo inversed >"$pwm/polarity"
echo 1 >"$pwm/enable"
i=1
while [ $i -le 300 ]; do
	echo $((i * 1000)) >"$pwm/duty_cycle"
	echo $((i * 1000)) >"$other/duty_cycle"
	i=$((i + 1))
done
applies=$(($(cat /sys/module/rk_pwm/parameters/applies) - before))
dump "$id" seen
[ $applies = 602 ] && [ "$(seen 0)" = 302 ] || fail "$applies applies, $(seen 0) events"
[ "$(seen 1) $(seen 2) $(seen 3) $(seen 4) $(seen 5)" = "2000000 300000 1 1 0" ] || fail "state"
echo 300000 >"$pwm/duty_cycle"
[ "$(seen 0)" = 302 ] || fail "an equal state is no event"
echo 1 >/sys/module/rk_pwm/parameters/refuse
echo 7 >"$pwm/duty_cycle" && fail "the driver did not refuse"
[ "$(seen 0)" = 302 ] || fail "a refused state: $(seen 0)"
echo 0 >"$pwm/enable"
[ "$(seen 3)" = 0 ] || fail "disabled"
runs=$(seen 0)
rk-agent detach "$id" || fail detach
echo 9 >"$pwm/duty_cycle"
[ "$(seen 0)" = "$runs" ] || fail "an event after detach"

# A channel of programs is seen as well; the module goes while states are applied.
echo 1 >"$chip/unexport"
rk-agent attach "$id"
rk-agent output add pwm name:rk-pwm 1 --stopped 500 --period 1000 || fail output
[ "$(seen 0)" = $((runs + 1)) ] && [ "$(seen 2)" = 500 ] || fail "output's own state"
(while :; do echo 5 >"$other/duty_cycle"; echo 6 >"$other/duty_cycle"; done) &
sleep 0.2
rmmod rkbpf || fail rmmod
sleep 0.2
kill %1
passed
