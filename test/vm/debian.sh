# SPDX-License-Identifier: MIT
# runs: workstation
# only: 6.1-x86_64
# debian: yes
# memory: 1024
# seconds: 3600
# slow: yes
# A Debian with the packages rkbpf-agent and rkbpf-dkms: DKMS has built the module, rk provision comes as a
# user with sudo, and after a reboot the unit of systemd has what persists run again. Then without the packages.
. "${0%/*}/here.sh"
provision() { "$RK_BIN/rk" provision pilot@robot "$@"; }
runs() { rk status --json | jq -r 'select(.attached) | "\(.name) \(.sha3)"' | sort; }
boot() { timeout 10 $RK_SSH robot cat /proc/sys/kernel/random/boot_id 2>/dev/null; }
restart() {
	local before now
	before=$(boot)
	$RK_SSH pilot@robot sudo -n systemctl reboot
	for _ in $(seq 240); do
		now=$(boot)
		[ -z "$now" ] || [ "$now" = "$before" ] || return 0
		sleep 0.5
	done
	fail "it does not come back"
}
unit() { there systemctl is-active rkbpf.service; }
settled() { # until systemd has started everything
	there systemctl is-system-running --wait
	there "systemctl --failed --no-legend --plain; journalctl -b -o cat --no-pager -u rkbpf"
}

[ "$(there cat /proc/1/comm)" = systemd ] || fail "another init"
there dkms status rkbpf | grep -q "$(there uname -r), amd64: installed" || fail "not built by DKMS"
there modinfo -F filename rkbpf rkbpf_iio rkbpf_can | grep -c /updates/dkms/ | grep -qx 3 || fail "modules: $(there modinfo rkbpf rkbpf_iio rkbpf_can)"
[ "$(unit)" = inactive ] || fail "the unit runs before anybody asked for it: $(unit)"

# A user with sudo; the packages' agent and module stay as they are.
$RK_SSH pilot@robot test -r /etc/sudoers && fail "pilot is root already"
provision --agent "$RK_BIN/rk-agent" --key dev.pub >said || fail provision
cat said
grep -q 'by sudo -n$' said || fail "not by sudo"
grep -A1 'rk-agent, through' said | grep -q unchanged || fail "the package's agent was replaced"
there systemctl is-enabled rkbpf.service || fail "not enabled"
rk doctor || fail doctor
"$RK_BIN/rk" deploy step_1.rkb robot --max-overruns 100000 --max-drops 100000 --persist || fail deploy
"$RK_BIN/rk" deploy tick.rkb robot --max-overruns 100000 || fail deploy
kept=$(runs | grep ^step)
restart
settled
[ "$(unit)" = active ] || fail "the unit after a reboot: $(unit)"
[ "$(runs)" = "$kept" ] || fail "after a reboot: $(runs)"
there rk-agent info | grep -qx 'sealed 1' || fail "not sealed"
[ "$(rk history --json | tail -n 1 | jq -r '.program + " " + .result')" = "step restored" ] || fail history

# What does not restore is said by the unit, and the others run.
there 'head -c 700 /var/lib/rkbpf/programs/step.rkb >/var/lib/rkbpf/programs/a-damaged.rkb'
restart
settled
[ "$(unit)" = failed ] || fail "a damaged program: $(unit)"
there journalctl -b -o cat -u rkbpf | grep -q 'a-damaged.rkb: ' || fail "not in the journal"
[ "$(runs)" = "$kept" ] || fail "with a damaged program: $(runs)"

# Away again: what is of a package is the package's, and goes with it.
provision --remove >said || fail remove
cat said
[ "$(grep -c 'it is of the package rkbpf-' said)" = 2 ] || fail "packages"
restart
settled
[ "$(unit)" = inactive ] || fail "the unit after removal: $(unit)"
there test -e /sys/module/rkbpf && fail "the module after removal"
there 'dpkg -P rkbpf-dkms rkbpf-agent && [ -z "$(dkms status)" ]' || fail "purge"
there 'find / -xdev -name "*rkbpf*" ! -path "/proc/*" ! -name "rkbpf-*.list" | grep .' && fail "left"

# Without packages: rk brings sources, and the robot's DKMS builds them.
rm -rf ../source && dpkg -x ../debian/debs/rkbpf-dkms_*.deb ../source || fail sources
begin=$(date +%s)
provision --agent "$RK_BIN/rk-agent" --key dev.pub --dkms="$(echo ../source/usr/src/rkbpf-*)" >said || fail "provision --dkms: $(cat said)"
cat said
echo "provision with DKMS: $(($(date +%s) - begin)) s"
there dkms status rkbpf | grep -q "$(there uname -r).*: installed" || fail "not built by provision"
provision --agent "$RK_BIN/rk-agent" --key dev.pub --dkms="$(echo ../source/usr/src/rkbpf-*)" | tail -n 1 | grep -q "pilot@robot: unchanged" ||
	fail "not unchanged"
"$RK_BIN/rk" deploy step_4.rkb robot --max-overruns 100000 --max-drops 100000 --persist || fail deploy
kept=$(runs)
restart
settled
[ "$(runs)" = "$kept" ] && [ -n "$kept" ] || fail "after a reboot: $(runs)"
[ "$(unit)" = active ] || fail "the unit after a reboot: $(unit)"
rm -rf said ../source
passed
