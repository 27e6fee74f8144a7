# SPDX-License-Identifier: MIT
# Entry and return of a kernel function: 200 calls, of which 100 fail, are counted once each with
# argument and result; none after detach; functions of the module and strange ones are refused; the
# module goes while both probes are armed.
fail() { echo "RK-TEST kprobe FAILED: $*"; poweroff -f; }
value() { rkclient map "$1" "$2" | sed -n "s/^$3: //p"; }
sum() { rkclient map "$1" "$2" | sed -n 's/^sum //p'; }

# FILE TEXT: attach refuses and says TEXT.
refused() {
	id=$(rkclient load "$1") || fail "load: $id"
	said=$(rkclient attach "$id") && fail "$1 was attached"
	echo "$said"
	case $said in *"$2"*) ;; *) fail "$1: $said" ;; esac
	rkclient unload "$id" || fail unload
}

insmod /rkbpf.ko || fail insmod
rkclient key dev.key || fail key
state=$(rkclient info)
refused kprobe_own.rkb "functions of this module"
refused kprobe_strange.rkb "no such function"
[ "$(uname -m)" != x86_64 ] || refused kprobe_breakpoint.rkb "no ftrace entry"
entry=$(rkclient load kprobe_entry.rkb) || fail "load: $entry"
return=$(rkclient load kprobe_return.rkb) || fail "load: $return"
names=$(seq 100 | sed 's#^#/tmp/d#')
mkdir /tmp/before
for id in $entry $return; do rkclient attach "$id" || fail "attach $id"; done
mkdir $names || fail mkdir
mkdir $names 2>/dev/null && fail "mkdir twice"
for id in $entry $return; do rkclient detach "$id" || fail "detach $id"; done
mkdir /tmp/after
rkclient map "$entry" calls; rkclient map "$return" results
for id in $entry $return; do
	rkclient stats "$id"
	rkclient stats "$id" | grep -q '^runs 200 skips 0 drops 0 missed 0' || fail "statistics"
done
[ "$(value "$entry" calls 0)" = 200 ] && [ "$(sum "$entry" calls)" = 200 ] || fail "entries"
[ "$(value "$return" results 0)" = 100 ] || fail "successes"
[ "$(value "$return" results 1)" = 100 ] || fail "failures"
[ "$(sum "$return" results)" = 200 ] || fail "returns"
for id in $entry $return; do rkclient unload "$id" || fail "unload $id"; done
[ "$(rkclient info)" = "$state" ] || fail "left over: $(rkclient info)"
for blob in kprobe_entry kprobe_return; do
	id=$(rkclient load $blob.rkb) || fail "load: $id"
	rkclient attach "$id" || fail "attach again"
done
rmmod rkbpf || fail "rmmod with armed probes"
mkdir /tmp/last || fail "mkdir after all"
echo "RK-TEST kprobe passed"
