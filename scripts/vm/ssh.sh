# SPDX-License-Identifier: MIT
# Sourced by robot.sh: a robot that is reached by ssh, virtual or real.
#
# In:  arch deb cache pool work name top (robot.sh)     Sets: ssh, the command that reaches the robot
#
# A virtual one runs in the background, for an hour at most, with dropbear in its initramfs; its
# files are in $work/ssh: config (for ssh -F; the host is called robot), log (the serial console),
# qmp, pid. $RK_VM_NAME is another name for the host, with a folder of its own: several robots at once.
# Its host key is new at each boot and comes over the serial console, so that keys are checked here
# as everywhere. $RK_VM_MEMORY: MiB. $RK_VM_DISK (MiB) gives it a new disk below /var/lib, where its
# host key and /var/lib/boot, commands for rk-agent boot, outlive a reboot.

ssh_name() { # NAME: the robot that the functions below are about
	robot=$1 sshdir=$work/ssh
	[ "$1" = robot ] || sshdir=$work/ssh-$1
}
ssh_name "${RK_VM_NAME:-robot}"

# The server and its libraries, for the robot's architecture.
ssh_unpack() {
	local package
	[ ! -e "$dropbear" ] || return 0
	apt_config
	rm -rf "$dropbear.new"
	for package in dropbear-bin libtomcrypt1 libtommath1 libcrypt1 zlib1g libgmp10 libc6; do
		dpkg -x "$(fetch $package "$deb")" "$dropbear.new"
	done
	rm -rf "$dropbear.new/usr/share"
	mv "$dropbear.new" "$dropbear"
}

ssh_get() {
	dropbear=$pool/dropbear-$deb
	locked "$dropbear.lock" ssh_unpack
}

# A file that initramfs() takes for a test: it brings the network up and ends in a sleep.
ssh_init() {
	echo "# modules: virtio_pci virtio_net virtio_rng ${RK_VM_DISK:+virtio_blk crc32c_generic ext4} ${RK_VM_MODULES-}" \
		>"$sshdir/sshd.sh"
	cat >>"$sshdir/sshd.sh" <<-'END'
		modprobe virtio_pci; modprobe virtio_rng; modprobe virtio_net
		mkdir -p /dev/pts; mount -t devpts none /dev/pts
		ip link set lo up
		ip addr add 10.0.2.15/24 dev eth0; ip link set eth0 up; ip route add default via 10.0.2.2
		key=/root/host.key
		if modprobe virtio_blk 2>/dev/null && [ -e /dev/vda ]; then
			modprobe crc32c_generic; modprobe ext4; mkdir -p /var/lib; mount -t ext4 /dev/vda /var/lib
			key=/var/lib/host.key
			[ ! -e /var/lib/boot ] || { insmod /rkbpf.ko; rk-agent boot /var/lib/boot; }
		fi
		[ -e $key ] || dropbearkey -t ed25519 -f $key >/dev/null 2>&1
		sync
		dropbear -E -s -r $key -p 22
		echo "RK-SSH $(dropbearkey -y -f $key | grep ^ssh-)"
		while :; do sleep 1000; done
	END
}

# ROOT: what the server needs there. The modules are in /lib too, so the libraries go beside them.
ssh_pack() {
	cp -a "$dropbear/." "$1/"
	mkdir -p "$1/root/.ssh"
	printf 'root:x:0:0::/root:/bin/sh\n' >"$1/etc/passwd"
	printf '/bin/sh\n' >"$1/etc/shells"
	cp "$sshdir/id.pub" "$1/root/.ssh/authorized_keys"
	chmod 700 "$1/root" "$1/root/.ssh"
	chmod 600 "$1/root/.ssh/authorized_keys"
}

ssh_config() {
	cat >"$sshdir/config" <<-END
		Host $robot
			HostName 127.0.0.1
			Port $1
			User root
			IdentityFile $sshdir/id
			IdentitiesOnly yes
			UserKnownHostsFile $sshdir/known_hosts
			GlobalKnownHostsFile /dev/null
			StrictHostKeyChecking yes
			ConnectTimeout 20
			LogLevel ERROR
	END
}

# Waits for the line on the serial console: qemu accepts connections before anyone listens behind.
ssh_wait() {
	local i key
	for i in $(seq 240); do
		key=$(tr -d '\r' <"$sshdir/log" | sed -n 's/^RK-SSH \(ssh-[^ ]* [^ ]*\).*/\1/p')
		[ -z "$key" ] || break
		kill -0 "$(cat "$sshdir/pid")" 2>/dev/null || break
		sleep 0.5
	done
	[ -n "$key" ] || { tail -n 20 "$sshdir/log" >&2; ssh_down; die "the robot does not come up"; }
	echo "[127.0.0.1]:$1 $key" >"$sshdir/known_hosts"
}

ssh_up() {
	local qemu port i
	ssh_down
	mkdir -p "$sshdir"
	ssh_get
	[ -e "$sshdir/id" ] || ssh-keygen -q -t ed25519 -N '' -C robot -f "$sshdir/id"
	if [ "${RK_VM_DEBIAN-}" ]; then
		debian_disk
		debian_init
		initramfs "$sshdir/sshd.sh" debian_pack
	else
		ssh_init
		initramfs "$sshdir/sshd.sh" ssh_pack
	fi
	port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	machine "file:$sshdir/log" '' '' "${RK_VM_MEMORY-}"
	if [ "${RK_VM_DISK-}" ]; then
		truncate -s 0 "$sshdir/disk"
		truncate -s "${RK_VM_DISK}M" "$sshdir/disk"
		mkfs.ext4 -q "$sshdir/disk"
	fi
	if [ "${RK_VM_DISK-}${RK_VM_DEBIAN-}" ]; then
		qemu+=(-drive "file=$sshdir/disk,if=virtio,format=raw,cache=writethrough")
		for i in "${!qemu[@]}"; do [ "${qemu[i]}" != -no-reboot ] || unset "qemu[i]"; done
	fi
	: >"$sshdir/log"
	timeout 3600 "${qemu[@]}" \
		-netdev "user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:$port-:22" \
		-device virtio-net-pci,netdev=n0,romfile= -device virtio-rng-pci \
		-qmp "unix:$sshdir/qmp,server=on,wait=off" </dev/null >/dev/null 2>&1 &
	echo $! >"$sshdir/pid"
	ssh_config "$port"
	ssh_wait "$port"
}

# Ends the robot that ssh_up() started, by its number, if that is still the same program.
ssh_down() {
	local pid
	pid=$(cat "$sshdir/pid" 2>/dev/null) || return 0
	if [ -e "/proc/$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "$sshdir/log"; then
		kill "$pid" || true
	fi
	rm -f "$sshdir/pid"
}

ssh_robot() {
	[ -e "$sshdir/pid" ] || die "no robot is up: '$0 up --ssh' starts one"
	ssh=(ssh -F "$sshdir/config" "$robot")
}
