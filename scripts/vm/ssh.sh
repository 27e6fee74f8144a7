# SPDX-License-Identifier: MIT
# Sourced by robot.sh: a robot that is reached by ssh, virtual or real.
#
# In:  arch deb cache pool work name top (robot.sh)     Sets: ssh, the command that reaches the robot
#
# A virtual one runs in the background, for an hour at most, with dropbear in its initramfs; its
# files are in $work/ssh: config (for ssh -F; the host is called robot), log (the serial console),
# pid. Its host key is new at each boot and comes over the serial console, so that keys are checked
# here as everywhere.

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
	echo "# modules: virtio_pci virtio_net virtio_rng ${RK_VM_MODULES-}" >"$work/ssh/sshd.sh"
	cat >>"$work/ssh/sshd.sh" <<-'END'
		modprobe virtio_pci; modprobe virtio_rng; modprobe virtio_net
		mkdir -p /dev/pts; mount -t devpts none /dev/pts
		ip link set lo up
		ip addr add 10.0.2.15/24 dev eth0; ip link set eth0 up; ip route add default via 10.0.2.2
		dropbearkey -t ed25519 -f /root/host.key >/dev/null 2>&1
		dropbear -E -s -r /root/host.key -p 22
		echo "RK-SSH $(dropbearkey -y -f /root/host.key | grep ^ssh-)"
		while :; do sleep 1000; done
	END
}

# ROOT: what the server needs there. The modules are in /lib too, so the libraries go beside them.
ssh_pack() {
	cp -a "$dropbear/." "$1/"
	mkdir -p "$1/root/.ssh"
	printf 'root:x:0:0::/root:/bin/sh\n' >"$1/etc/passwd"
	printf '/bin/sh\n' >"$1/etc/shells"
	cp "$work/ssh/id.pub" "$1/root/.ssh/authorized_keys"
	chmod 700 "$1/root" "$1/root/.ssh"
	chmod 600 "$1/root/.ssh/authorized_keys"
}

ssh_config() {
	cat >"$work/ssh/config" <<-END
		Host robot
			HostName 127.0.0.1
			Port $1
			User root
			IdentityFile $work/ssh/id
			IdentitiesOnly yes
			UserKnownHostsFile $work/ssh/known_hosts
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
		key=$(tr -d '\r' <"$work/ssh/log" | sed -n 's/^RK-SSH \(ssh-[^ ]* [^ ]*\).*/\1/p')
		[ -z "$key" ] || break
		kill -0 "$(cat "$work/ssh/pid")" 2>/dev/null || break
		sleep 0.5
	done
	[ -n "$key" ] || { tail -n 20 "$work/ssh/log" >&2; ssh_down; die "the robot does not come up"; }
	echo "[127.0.0.1]:$1 $key" >"$work/ssh/known_hosts"
}

ssh_up() {
	local qemu port
	ssh_down
	mkdir -p "$work/ssh"
	ssh_get
	[ -e "$work/ssh/id" ] || ssh-keygen -q -t ed25519 -N '' -C robot -f "$work/ssh/id"
	ssh_init
	initramfs "$work/ssh/sshd.sh" ssh_pack
	port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	machine "file:$work/ssh/log"
	: >"$work/ssh/log"
	timeout 3600 "${qemu[@]}" \
		-netdev "user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:$port-:22" \
		-device virtio-net-pci,netdev=n0,romfile= -device virtio-rng-pci \
		-qmp "unix:$work/ssh/qmp,server=on,wait=off" </dev/null >/dev/null 2>&1 &
	echo $! >"$work/ssh/pid"
	ssh_config "$port"
	ssh_wait "$port"
}

# Ends the robot that ssh_up() started, by its number, if that is still the same program.
ssh_down() {
	local pid
	pid=$(cat "$work/ssh/pid" 2>/dev/null) || return 0
	if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q "$work/ssh/log"; then
		kill "$pid" || true
	fi
	rm -f "$work/ssh/pid"
}

ssh_robot() {
	[ -e "$work/ssh/pid" ] || die "no robot is up: '$0 up --ssh' starts one"
	ssh=(ssh -F "$work/ssh/config" robot)
}
