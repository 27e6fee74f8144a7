# SPDX-License-Identifier: MIT
# No page of a ring buffer can be kept beyond its mapping: the pool gives it to another program's map
# when the ring buffer's program is gone.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
id=$(load tick.rkb)
rkclient pin "$id" records || fail "a page can be pinned"
rk-agent attach "$id" || fail attach
rkclient ring "$id" records 100 || fail "records"
rk-agent detach "$id" && rk-agent unload "$id" || fail unload
finish
passed
