# SPDX-License-Identifier: MIT
# Images that are forged, damaged, cut, of a strange key, for another machine or kernel, older or
# unsigned are refused with their reason, and nothing changes in the module. rkclient hands the
# module the bytes as they are; rk-agent has looked at them first.
. "${0%/*}/lib.sh"

# FILE TEXT [CODE]: load and dry run both refuse and say TEXT; what the module holds stays the same.
refused() {
	for how in "rkclient check" "rkclient load" "rk-agent check" "rk-agent load"; do
		said=$($how "$1" 2>&1) && fail "$how of $1 accepted"
		code=$?
		echo "$said"
		case $said in *"$2"*) ;; *) fail "$how of $1 says: $said" ;; esac
		case $how in rk-agent*) [ $code = "${3-1}" ] || fail "$how of $1 exits with $code" ;; esac
		unchanged "$before" "$1 changed something"
	done
}

start
before=$(state)
refused tick.rkb "no signature is of a trusted key" 4
rk-agent key add dev.pub || fail key
rk-agent key add dev.pub && fail "the same key twice"
before=$(state)
refused stranger.rkb "no signature is of a trusted key" 4
refused other-arch.rkb "architecture"
refused other-kernel.rkb "another kernel"
head -c 300 tick.rkb >$tmp/cut.rkb
refused $tmp/cut.rkb ""
: >$tmp/empty.rkb
refused $tmp/empty.rkb ""
head -c 17000000 /dev/zero >$tmp/huge.rkb
refused $tmp/huge.rkb ""
rkclient load $tmp/huge.rkb | grep -q larger || fail "huge: no reason"
rk-agent check tick.rkb || fail "the dry run refuses a good image"
unchanged "$before" "a dry run changed something"
cat other-arch.rkb tick.rkb >$tmp/both.rkb
rk-agent check $tmp/both.rkb || fail "the second image of a file is not found"
rkclient bad tick.rkb 23 || fail "a damaged image was accepted"
unchanged "$before" "a damaged image changed something"
id=$(load tick.rkb)
before=$(state)
refused old.rkb "counter is lower" 4
rk-agent unload "$id" || fail unload
before=$(state)
refused old.rkb "counter is lower" 4
finish
passed
