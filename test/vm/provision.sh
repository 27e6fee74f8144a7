# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# rk provision makes a bare robot ready, and bare again: what cannot work is refused before anything
# changes; a step that fails takes back those before it; a connection that breaks leaves what a
# second run completes; a second run changes nothing.
# seconds: 240
. "${0%/*}/here.sh"
ko=$PWD/../src/kmod release=$(there uname -r)
provision() { "$RK_BIN/rk" provision robot --agent "$RK_BLOBS/../rk-agent" "$@"; }
left() {
	there 'find /etc/rkbpf /var/lib/rkbpf /usr/bin/rk-agent /lib/modules /run -name "*rk*" 2>/dev/null;
		lsmod | grep ^rkbpf' | sort
}

# A robot that has nothing of ours. A module without its debug information is a tenth as large.
there "cd /lib/modules/$release && rm -rf extra && depmod -a; rm /bin/rk-agent; mkdir -p /var/lib /etc" || fail bare
cp "$ko"/rkbpf.ko "$ko"/rkbpf_can.ko . && llvm-strip-19 --strip-debug rkbpf.ko rkbpf_can.ko || fail strip
[ -z "$(left)" ] || fail "not bare: $(left)"

# Refused before anything is changed, in one line.
refused 1 "no module for kernel" provision --key dev.pub
sed "s/$release/5.4.0-none/" rkbpf.ko >other.ko
refused 1 "the robot runs $release" provision --module other.ko --key dev.pub
refused 1 "no module of rkBPF" provision --module tick.rkb --key dev.pub
refused 1 "nokey" provision --module rkbpf.ko --key ./nokey.pub
rm other.ko
provision --module rkbpf.ko --key dev.pub --dry-run || fail "dry run"
[ -z "$(left)" ] || fail "refusals left: $(left)"
there 'echo pilot:x:1000:1000::/pilot:/bin/sh >>/etc/passwd; mkdir -p /pilot/.ssh
	cp /root/.ssh/authorized_keys /pilot/.ssh; chown -R 1000:1000 /pilot; chmod 700 /pilot/.ssh'
refused 1 "needs root there" "$RK_BIN/rk" provision pilot@robot --module rkbpf.ko --key dev.pub --agent ../rk-agent

# The output does not exist: found out when the module is asked, and all is taken back.
provision --module rkbpf.ko --key dev.pub --output 'gpio chip99 1 --estop' >said 2>&1 && fail "a chip that there is not"
cat said
grep -q "step [0-9]* failed: those before it are taken back" said || fail "no word of it"
[ -z "$(left)" ] || fail "a failed run left: $(left)"

# The connection breaks in the middle of it; the next run completes it. Without the seal it can go.
printf '#!/bin/sh\nn=$(($(cat broken) + 1)); echo $n >broken; [ $n -lt 6 ] || exit 255; exec %s "$@"\n' "$RK_SSH" >ssh-breaks
chmod +x ssh-breaks && echo 0 >broken
RK_SSH=$PWD/ssh-breaks provision --module rkbpf.ko --key dev.pub --no-seal
[ $? = 5 ] || fail "a broken connection"
[ "$(cat broken)" -gt 5 ] || fail "it did not break"
rm broken ssh-breaks
provision --module rkbpf.ko --module rkbpf_can.ko --key dev.pub --no-seal || fail "after a broken connection"
there rk-agent info --json | jq -e ".keys == 1 and .sealed == 0" >/dev/null || fail "keys, seal"
[ "$(there sed 1d /etc/rkbpf/boot)" = "$(printf 'key add /etc/rkbpf/dev.pub\nrestore')" ] || fail boot
there 'ls /etc/rkbpf /usr/bin /lib/modules/*/updates' | grep rk-old && fail "something is left aside"
"$RK_BIN/rk" provision robot --remove --dry-run && "$RK_BIN/rk" provision robot --remove || fail remove
[ -z "$(left)" ] || fail "remove left: $(left)"

# The whole way: ready, and the first deploy; the same again; a key more, which waits for a reboot.
provision --module rkbpf.ko --key dev.pub || fail provision
rk doctor || fail "doctor after provision"
"$RK_BIN/rk" deploy tick.rkb robot --max-overruns 100000 --persist || fail deploy
provision --module rkbpf.ko --key dev.pub >said || fail "a second time"
cat said
tail -n 4 said | grep -q "robot: unchanged" || fail "not unchanged"
there 'sed -i "2i # a line by hand" /etc/rkbpf/boot'
provision --key stranger.pub >said || fail "a second key"
cat said
grep -q "it is sealed: after the next reboot" said || fail "no word of the seal"
[ "$(there sed 1d /etc/rkbpf/boot | xargs)" = "# a line by hand key add /etc/rkbpf/dev.pub key add /etc/rkbpf/stranger.pub restore seal" ] ||
	fail "boot: $(there cat /etc/rkbpf/boot)"
"$RK_BIN/rk" provision robot --remove >said || fail "remove while sealed"
grep -q "stays until the reboot" said || fail "no word that it stays"
[ "$(left | cut -d' ' -f1)" = rkbpf ] || fail "left: $(left)"
rm -f said rkbpf.ko rkbpf_can.ko
passed
