# SPDX-License-Identifier: MIT
# Sourced by robot.sh: a robot that is a Debian, with systemd, sudo, OpenSSH and DKMS as they are, on a
# disk. For tests with "# debian: yes" in their head; needs root here, and debootstrap.
#
# In:  cache work K_* robot sshdir (robot.sh, ssh.sh)     Sets: debian, the folder of its files
#
# Its packages come from this machine's mirrors once, into $work/debian. Each start then takes a copy,
# installs rkbpf-agent and rkbpf-dkms there as a user would (dpkg; DKMS builds the module for the
# robot's kernel), and makes it the disk. Besides root there is the user pilot, whom sudo asks for no password.

# COMMAND...: in the folder's Debian, with its /proc, which goes with the command.
in_debian() {
	unshare -m sh -c 'mount -t proc none "$1/proc" && shift && exec chroot "$@"' sh "$debian" "$debian" "$@"
}

debian_base() {
	local uri
	debian=$work/debian/base.new
	[ ! -e "$work/debian/base" ] || return 0
	rm -rf "$debian" && mkdir -p "$work/debian"
	apt_config
	uri=$(sed -n 's/.* \([^ ]*\) bookworm main$/\1/p' "$cache/apt/sources.list" | head -n 1)
	debootstrap --variant=minbase --include=systemd-sysv,sudo,openssh-server,kmod bookworm "$debian" "$uri"
	cp "$cache/apt/sources.list" "$debian/etc/apt/"
	cp -L /etc/resolv.conf "$debian/etc/"
	printf '#!/bin/sh\nexit 101\n' >"$debian/usr/sbin/policy-rc.d" # no services in a chroot
	chmod +x "$debian/usr/sbin/policy-rc.d"
	in_debian apt-get -qq update
	DEBIAN_FRONTEND=noninteractive in_debian apt-get -qq -y --no-install-recommends install dkms "linux-headers-$K_VERSION"
	rm -f "$debian/usr/sbin/policy-rc.d" "$debian"/var/cache/apt/archives/*.deb
	mv "$debian" "$work/debian/base"
}

# The packages of this tree, installed for good: DKMS's own add, build and install.
debian_packages() {
	rm -rf "$work/debian/debs"
	(cd "$bin/.." && cpack -B "$work/debian/debs")
	cp "$work/debian/debs"/rkbpf-{agent,dkms}_*.deb "$debian/tmp/"
	in_debian sh -c 'dpkg -i /tmp/rkbpf-*.deb && dkms status && rm /tmp/rkbpf-*.deb'
}

# Who may come in, and the word on the console when the server is there.
debian_people() {
	local home
	in_debian useradd -m -s /bin/sh pilot
	echo 'pilot ALL=(ALL) NOPASSWD: ALL' >"$debian/etc/sudoers.d/pilot"
	for home in /root /home/pilot; do
		mkdir -p "$debian$home/.ssh"
		cp "$sshdir/id.pub" "$debian$home/.ssh/authorized_keys"
	done
	in_debian chown -R pilot: /home/pilot/.ssh
	echo robot >"$debian/etc/hostname"
	printf '127.0.0.1 localhost\n127.0.1.1 robot\n' >"$debian/etc/hosts"
	mkdir -p "$debian/etc/systemd/journald.conf.d"
	printf '[Journal]\nForwardToConsole=yes\nMaxLevelConsole=info\n' >"$debian/etc/systemd/journald.conf.d/console.conf"
	cat >"$debian/etc/systemd/system/rk-ssh.service" <<-'END'
		[Unit]
		After=ssh.service
		[Service]
		Type=oneshot
		ExecStart=/bin/sh -c 'echo "RK-SSH $(cat /etc/ssh/ssh_host_ed25519_key.pub)" >/dev/console'
		[Install]
		WantedBy=multi-user.target
	END
	in_debian systemctl -q enable rk-ssh.service
	in_debian systemctl -q mask serial-getty@ttyS0.service # its device needs udev
}

debian_make() {
	debian_base
	debian=$work/debian/root
	rm -rf "$debian" && cp -a "$work/debian/base" "$debian"
	debian_packages
	debian_people
	truncate -s 0 "$sshdir/disk"
	truncate -s 2G "$sshdir/disk"
	mkfs.ext4 -q -d "$debian" "$sshdir/disk"
	rm -rf "$debian"
}

debian_disk() {
	[ "$(id -u)" = 0 ] || die "a robot that is a Debian needs root here"
	debian_make >"$work/debian.log" 2>&1 || { tail -n 30 "$work/debian.log" >&2; die "no Debian: $work/debian.log"; }
}

# ROOT: /init goes on as the Debian's own.
debian_pack() {
	sed -i '/^sh \/test\//,$d' "$1/init"
	cat >>"$1/init" <<-'END'
		for m in virtio_pci virtio_rng virtio_net virtio_blk crc32c_generic ext4; do modprobe $m; done
		ip addr add 10.0.2.15/24 dev eth0; ip link set eth0 up; ip route add default via 10.0.2.2
		mkdir /disk && mount -t ext4 /dev/vda /disk
		umount /proc /sys; mount --move /dev /disk/dev
		exec switch_root /disk /sbin/init
	END
}

# What initramfs() takes for a test; debian_pack() has its work.
debian_init() {
	echo "# modules: virtio_pci virtio_net virtio_rng virtio_blk crc32c_generic ext4 ${RK_VM_MODULES-}" >"$sshdir/sshd.sh"
}
