# SPDX-License-Identifier: MIT
# Images that are forged, damaged, cut, of a strange key, for another machine or kernel, older or
# unsigned are refused with their reason, and nothing changes in the module.
fail() { echo "RK-TEST refuse FAILED: $*"; poweroff -f; }

# FILE TEXT: load and dry run both refuse and say TEXT; what the module holds stays the same.
refused() {
	for how in check load; do
		said=$(rkclient $how "$1") && fail "$how of $1 accepted"
		echo "$said"
		case $said in *"$2"*) ;; *) fail "$how of $1 says: $said" ;; esac
	done
	[ "$(rkclient info)" = "$state" ] || fail "$1 changed: $(rkclient info)"
}

insmod /rkbpf.ko || fail insmod
state=$(rkclient info)
refused tick.rkb "no signature is of a trusted key"
rkclient key dev.key || fail key
rkclient key dev.key && fail "the same key twice"
state=$(rkclient info)
refused stranger.rkb "no signature is of a trusted key"
refused other-arch.rkb "architecture"
refused other-kernel.rkb "another kernel"
head -c 300 tick.rkb >/tmp/cut.rkb
refused /tmp/cut.rkb ""
: >/tmp/empty.rkb
refused /tmp/empty.rkb ""
head -c 17000000 /dev/zero >/tmp/huge.rkb
refused /tmp/huge.rkb "larger"
rkclient check tick.rkb || fail "the dry run refuses a good image"
[ "$(rkclient info)" = "$state" ] || fail "a dry run changed something"
rkclient bad tick.rkb 23 || fail "a damaged image was accepted"
[ "$(rkclient info)" = "$state" ] || fail "a damaged image changed: $(rkclient info)"
id=$(rkclient load tick.rkb) || fail "good image: $id"
state=$(rkclient info)
refused old.rkb "counter is lower"
rkclient unload "$id" || fail unload
state=$(rkclient info)
refused old.rkb "counter is lower"
rmmod rkbpf || fail rmmod
echo "RK-TEST refuse passed"
