# SPDX-License-Identifier: MIT
# slow: yes
# seconds: 900
# 10,000 times load, attach, detach, unload: nothing grows.
. "${0%/*}/lib.sh"
free_kib() { sync; echo 3 >/proc/sys/vm/drop_caches; sed -n 's/MemFree: *\([0-9]*\).*/\1/p' /proc/meminfo; }

start
rk-agent key add dev.pub || fail key
rkclient cycle tick.rkb 100 || fail cycle
before=$(state) free=$(free_kib)
rkclient cycle tick.rkb 10000 || fail cycle
after=$(free_kib)
echo "free KiB: $free before, $after after"
[ $((free - after)) -lt 2048 ] || fail "memory grew"
unchanged "$before"
finish
passed
