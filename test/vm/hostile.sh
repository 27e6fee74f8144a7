# SPDX-License-Identifier: MIT
# runs: virtual robot
# seconds: 1800
# 200,000 random requests (RK_VM_SET="requests=500000" for a million), from two processes at once,
# while programs run: the module lives, and its books are right afterwards. Without the capability
# the device does not even open.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
before=$(state)
for blob in tick.rkb switches.rkb; do
	id=$(load $blob)
	rk-agent attach "$id" || fail attach
done
rkclient fuzz 1234567 ${requests:-100000} &
rkclient fuzz 7654321 ${requests:-100000} || fail "fuzz"
wait
rk-agent status
for id in $(rk-agent status | cut -d' ' -f1); do
	rk-agent detach "$id"
	rk-agent unload "$id" || fail "unload $id"
done
unchanged "$before"
id=$(load tick.rkb)
rk-agent attach "$id" || fail "attach after it all"
rkclient ring "$id" records 100 || fail "a ring buffer that can be written, or records out of sequence"
chmod 666 /dev/rkbpf
# A new file of users: this test is for robots of its own alone.
printf 'nobody:x:99:99::/:/bin/sh\n' >/etc/passwd
su nobody -c 'rk-agent info' 2>&1 | grep -q 'not permitted' || fail "opened without the capability"
rk-agent detach "$id" && rk-agent unload "$id" || fail unload
finish
passed
