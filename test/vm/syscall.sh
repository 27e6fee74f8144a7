# SPDX-License-Identifier: MIT
# System calls by name, by number and all together: 200 mkdir calls, of which 100 fail, are counted
# once each with their argument and result; none is counted after detach; a strange name is refused.
fail() { echo "RK-TEST syscall FAILED: $*"; poweroff -f; }
value() { rkclient map "$1" "$2" | sed -n "s/^$3: //p"; }
sum() { rkclient map "$1" "$2" | sed -n 's/^sum //p'; }

insmod /rkbpf.ko || fail insmod
rkclient key dev.key || fail key
state=$(rkclient info)
none=$(rkclient load syscall_none.rkb) || fail "load: $none"
said=$(rkclient attach "$none") && fail "a strange name was attached"
echo "$said"
case $said in *"no system call of this name"*) ;; *) fail "a strange name: $said" ;; esac
rkclient unload "$none" || fail unload
enter=$(rkclient load syscall_enter.rkb) || fail "load: $enter"
exit=$(rkclient load syscall_exit.rkb) || fail "load: $exit"
number=$(rkclient load syscall_number.rkb) || fail "load: $number"
names=$(seq 100 | sed 's#^#/tmp/d#')
mkdir /tmp/before
for id in $enter $exit $number; do rkclient attach "$id" || fail "attach $id"; done
mkdir $names || fail mkdir
mkdir $names 2>/dev/null && fail "mkdir twice"
for id in $enter $exit $number; do rkclient detach "$id" || fail "detach $id"; done
mkdir /tmp/after
rkclient map "$enter" calls; rkclient map "$exit" results; rkclient map "$number" calls
for id in $enter $exit $number; do rkclient stats "$id"; done
[ "$(value "$enter" calls 0)" = 200 ] && [ "$(sum "$enter" calls)" = 200 ] || fail "entries"
[ "$(value "$exit" results 0)" = 100 ] || fail "successes"
[ "$(value "$exit" results 1)" = 100 ] || fail "failures"
# The second mkdir also writes 100 messages.
[ "$(value "$exit" results 3)" -ge 100 ] || fail "other calls"
[ "$(sum "$number" calls)" = 200 ] || fail "by number"
for id in $enter $number; do
	rkclient stats "$id" | grep -q '^runs 200 skips 0 ' || fail "statistics"
done
for id in $enter $exit $number; do rkclient unload "$id" || fail "unload $id"; done
[ "$(rkclient info)" = "$state" ] || fail "left over: $(rkclient info)"
rmmod rkbpf || fail rmmod
echo "RK-TEST syscall passed"
