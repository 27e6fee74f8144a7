# SPDX-License-Identifier: MIT
# Where the kernel has no kprobes, attach of a program for them is refused and names what is missing;
# what holds no program for them goes on.
# lacks: kprobes
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
for blob in kprobe_entry kprobe_return; do
	id=$(load $blob.rkb)
	said=$(rk-agent attach "$id" 2>&1) && fail "$blob was attached"
	echo "$said"
	case $said in *CONFIG_KRETPROBES*) ;; *) fail "$blob: $said" ;; esac
	rk-agent unload "$id" || fail unload
done
id=$(load tick.rkb)
rk-agent attach "$id" || fail "attach of a timer"
rk-agent detach "$id" && rk-agent unload "$id" || fail unload
finish
passed
