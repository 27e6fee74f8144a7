# SPDX-License-Identifier: MIT
# 200,000 random requests, from two processes at once, while programs run: the module lives, and
# its books are right afterwards. Without the capability the device does not even open.
fail() { echo "RK-TEST hostile FAILED: $*"; poweroff -f; }

insmod /rkbpf.ko || fail insmod
rkclient key dev.key || fail key
state=$(rkclient info)
for blob in tick.rkb switches.rkb; do
	id=$(rkclient load $blob) || fail "load: $id"
	rkclient attach "$id" || fail attach
done
rkclient fuzz 1234567 100000 &
rkclient fuzz 7654321 100000 || fail "fuzz"
wait
rkclient list
for id in $(rkclient list | cut -d' ' -f1); do
	rkclient detach "$id"
	rkclient unload "$id" || fail "unload $id"
done
[ "$(rkclient info)" = "$state" ] || fail "left over: $(rkclient info)"
id=$(rkclient load tick.rkb) || fail "load after it all: $id"
chmod 666 /dev/rkbpf
printf 'nobody:x:99:99::/:/bin/sh\n' >/etc/passwd
su nobody -c 'rkclient info' | grep -q 'not permitted' || fail "opened without the capability"
rkclient unload "$id" || fail unload
rmmod rkbpf || fail rmmod
echo "RK-TEST hostile passed"
