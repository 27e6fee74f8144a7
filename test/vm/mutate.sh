# SPDX-License-Identifier: MIT
# An image that another process changes while it is being loaded is refused, or what is installed
# is what was signed: the caller's bytes are read once.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
before=$(state)
rkclient mutate tick.rkb 500 || fail "installed something else, or only one outcome was seen"
unchanged "$before"
finish
passed
