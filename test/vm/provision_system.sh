# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# rk provision as a user with sudo, on a robot with systemd and DKMS: stand-ins for the three, which
# do what provision asks of them and nothing else. The module comes from sources, the unit is written
# and enabled, and removal undoes both.
# seconds: 240
. "${0%/*}/here.sh"
release=$(there uname -r) machine=$(there uname -m)
provision() { "$RK_BIN/rk" provision pilot@robot "$@"; }
left() {
	there "find /etc/systemd /etc/rkbpf /usr/src /usr/bin/rk-agent /lib/modules/$release/updates ! -type d 2>/dev/null"
}
give() { there "cat >$1 && chmod ${3-755} $1" <"$2" || fail "$1"; }

# sudo -n COMMAND...: root by its mode, as the real one.
cat >sudo.c <<'END'
#include <string.h>
#include <unistd.h>
int main(int n, char **word)
{
	if (n < 3 || strcmp(word[1], "-n") || setgid(0) || setuid(0))
		return 1;
	execvp(word[2], word + 2);
	return 127;
}
END
cc=gcc
[ "$machine" = "$(uname -m)" ] || cc=$machine-linux-gnu-gcc
$cc -static -O1 sudo.c -o sudo || fail sudo
cat >systemctl <<'END'
#!/bin/sh
wants=/etc/systemd/system/multi-user.target.wants/rkbpf.service
[ "$1" != -q ] || shift
case $1 in
is-enabled) [ -e $wants ] ;;
enable) [ -e /etc/systemd/system/$2 ] && mkdir -p ${wants%/*} && ln -s ../$2 $wants ;;
disable) rm -f $wants ;;
daemon-reload) ;;
*) exit 1 ;;
esac
END
cat >dkms <<'END'
#!/bin/sh
ko=/lib/modules/$(uname -r)/updates/dkms/rkbpf.ko
case $1 in
status) [ ! -e $ko ] || echo "$2, $(uname -r): installed" ;;
install) [ -e /usr/src/rkbpf-${2#*/}/dkms.conf ] && mkdir -p ${ko%/*} && cp /tmp/built.ko $ko && depmod -a ;;
remove) rm -f $ko ;;
*) exit 1 ;;
esac
END
there "cd /lib/modules/$release && rm -rf extra && mkdir -p build && touch build/Makefile && depmod -a; rm /bin/rk-agent
	mkdir -p /var/lib /etc/systemd/system /run/systemd/system /usr/sbin /pilot/.ssh /tmp
	echo pilot:x:1000:1000::/pilot:/bin/sh >>/etc/passwd; cp /root/.ssh/authorized_keys /pilot/.ssh
	chown -R 1000:1000 /pilot; chmod 700 /pilot/.ssh" || fail robot
give /usr/bin/sudo sudo 4755
give /usr/bin/systemctl systemctl
llvm-strip-19 --strip-debug ../src/kmod/rkbpf.ko -o built.ko || fail strip
give /tmp/built.ko built.ko

# DKMS that is not there is a refusal; so are sources that are none.
rm -rf source && mkdir -p source/kmod && echo x >source/kmod/x.c
refused 1 "DKMS needs the package dkms" provision --agent ../rk-agent --dkms=source --key dev.pub
give /usr/sbin/dkms dkms
refused 1 "source: no sources here" provision --agent ../rk-agent --dkms=source --key dev.pub
echo PACKAGE_NAME=rkbpf >source/dkms.conf

# An output that does not exist is found out last: systemd's files and the module are gone again.
provision --agent ../rk-agent --dkms=source --key dev.pub --output 'pwm chip99 0 --period 20000' >said 2>&1 && fail "a chip that there is not"
cat said
[ -z "$(left)" ] || fail "left: $(left)"

provision --agent ../rk-agent --dkms=source --key dev.pub >said || fail provision
cat said
grep -q 'by sudo -n$' said || fail "not by sudo"
there cmp - /etc/systemd/system/rkbpf.service <"${0%/*}/../../rk/agent/rkbpf.service" || fail "another unit"
there systemctl is-enabled rkbpf.service || fail "not enabled"
there test -e "/lib/modules/$release/updates/dkms/rkbpf.ko" || fail "not built"
rk doctor --json >said
[ $? = 0 ] || fail "doctor: $(cat said)"
jq -es 'any(.check == "boot" and .state == "ok")' said >/dev/null || fail "boot: $(grep boot said)"
"$RK_BIN/rk" doctor --host pilot@robot >said && fail "doctor: a user without root"
grep -q '/dev/rkbpf (mode 0600) is not for user 1000' said || fail "$(cat said)"
provision --agent ../rk-agent --dkms=source --key dev.pub | tail -n 1 | grep -q "pilot@robot: unchanged" || fail "not unchanged"
provision --remove || fail remove
there systemctl is-enabled rkbpf.service && fail "still enabled"
[ -z "$(left)" ] || fail "remove left: $(left)"
rm -rf source sudo sudo.c systemctl dkms built.ko said
passed
