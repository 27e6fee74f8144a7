# SPDX-License-Identifier: MIT
# Sourced by robot.sh: Debian's kernel packages, unpacked into a cache and never installed.
#
# In:  arch deb rt series cache pool           Out: $cache/kernel.env with
#   K_VERSION what uname -r prints     K_BUILD   folder for make -C
#   K_IMAGE   what QEMU boots          K_MODULES root that holds lib/modules/$K_VERSION
#   K_BANNER  what uname -v prints     K_BTF     the kernel's own type information, or nothing
#   K_SOURCE  linux-source's archive   K_DTB     folder of device trees, or nothing
# Every file is made under a lock, so that several runs may share one cache.

# Where this machine gets Debian from, as a list of its own: the machine's lists stay as they are.
apt_config() {
	local lists=$cache/apt uri suite
	mkdir -p "$lists"/{lists,cache/archives}/partial
	apt=(-o APT::Architectures::=amd64 -o "APT::Architectures::=$deb" -o APT::Sandbox::User=root
		-o "Dir::State::lists=$lists/lists" -o "Dir::Cache=$lists/cache"
		-o "Dir::Etc::sourcelist=$lists/sources.list" -o Dir::Etc::sourceparts=-)
	[ -s "$lists/sources.list" ] && return
	apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | sort -u |
		grep ' bookworm' >"$lists/uris" || die "this machine's apt knows no Debian 12"
	while read -r uri suite; do
		echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $suite main"
	done <"$lists/uris" >"$lists/sources.new"
	if [ "$series" = 6.12 ]; then
		uri=$(sed -n 's/ bookworm$//p' "$lists/uris" | head -n 1)
		echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri bookworm-backports main"
	fi >>"$lists/sources.new"
	mv "$lists/sources.new" "$lists/sources.list"
	apt-get "${apt[@]}" update -qq >&2
}

# The newest kernel of that series: its number moves, so it is asked for, never written down.
release() {
	local escaped=${series//./\\.}
	apt-cache "${apt[@]}" depends "linux-image-$rt$deb:$deb" | grep -q . || return 0
	apt-cache "${apt[@]}" show "linux-image-$rt$deb:$deb" |
		sed -n "s/^Depends: linux-image-\($escaped\.[^ :,]*\).*/\1/p" | sort -V | tail -n 1
}

# NAME ARCH: prints the package's file, which all kernels share.
fetch() {
	(
		exec 7>"$pool/lock"
		flock 7
		cd "$pool"
		compgen -G "${1}_*_$2.deb" >/dev/null || apt-get "${apt[@]}" download -qq "$1:$2" >&2
	)
	compgen -G "$pool/${1}_*_$2.deb" | sort -V | tail -n 1
}

# The kernel's sources, as Debian packs them: shared by all architectures.
source_get() {
	[ -e "$pool/linux-source-$series.tar.xz" ] && return
	local new=$pool/source.$$
	dpkg -x "$(fetch "linux-source-$series" all)" "$new"
	mv "$new/usr/src/linux-source-$series.tar.xz" "$pool/"
	rm -rf "$new"
}

# A 6.12 kernel is named 6.12.N+debM..., and so is the kbuild that it was made with.
unpack() {
	local version=$1 base=${1%-"$rt$deb"} root=$cache/root kbuild=linux-kbuild-$series name
	[ ! -e "$root" ] || return 0
	[ "$series" = 6.1 ] || kbuild=linux-kbuild-$base
	rm -rf "$root.new"
	for name in "linux-image-$version $deb" "linux-headers-$version $deb" "$kbuild amd64" \
		"linux-headers-$base-common${rt:+-rt} all" "busybox-static $deb"; do
		# shellcheck disable=SC2086
		dpkg -x "$(fetch $name)" "$root.new"
	done
	sed -i "s#/usr/src/#$root/usr/src/#" "$root.new/usr/src/linux-headers-$version/Makefile"
	mv "$root.new" "$root"
}

# What uname -v prints. Offset 0x20e of a bzImage points at "RELEASE (BUILDER) VERSION"; an arm64
# Image holds the banner as it is.
kernel_banner() {
	local at
	if [ "$arch" = aarch64 ]; then
		grep -ao 'Linux version [456][^%]*' "$1" | grep -o '#[1-9].*' | head -n 1
		return
	fi
	at=$(od -An -tu2 -j $((0x20e)) -N 2 "$1")
	tail -c +$((at + 0x200 + 1)) "$1" | head -c 256 | tr '\0' '\n' | head -n 1 | sed 's/^[^)]*) //'
}

# IMAGE OUT: the ELF file inside a bzImage, which boots in half the time; an arm64 Image as it is.
# Other data follows the compressed stream, of which the unpackers complain at its end.
boot_image() {
	local at
	if [ "$arch" = aarch64 ]; then
		ln -sfn "$1" "$2"
		return
	fi
	for at in $(LC_ALL=C grep -aboP '\xfd7zXZ\x00|\x28\xb5\x2f\xfd' "$1" | cut -d: -f1); do
		{ tail -c +$((at + 1)) "$1" | xz -dcq --single-stream || tail -c +$((at + 1)) "$1" | zstd -dcq; } \
			>"$2" 2>/dev/null || true
		[ "$(head -c 4 "$2" | tail -c 3)" != ELF ] || return 0
	done
	die "$1: no kernel found in it"
}

# BOOTED-IMAGE OUT: nothing where the kernel has no BTF.
kernel_btf() {
	if [ "$arch" = x86_64 ]; then
		objcopy --dump-section ".BTF=$2" "$1" /dev/null 2>/dev/null || rm -f "$2"
		return
	fi
	/usr/bin/python3 - "$1" "$2" <<-'END'
		import struct, sys
		image = open(sys.argv[1], "rb").read()
		at = image.find(bytes.fromhex("9feb010018000000"))
		if at >= 0:
		    offset, length = struct.unpack_from("<II", image, at + 16)
		    open(sys.argv[2], "wb").write(image[at:at + 24 + offset + length])
	END
}

kernel_env() {
	local version=$1 root=$cache/root vmlinuz
	vmlinuz=$root/boot/vmlinuz-$version
	boot_image "$vmlinuz" "$cache/vmlinux"
	kernel_btf "$cache/vmlinux" "$cache/btf"
	cat >"$cache/kernel.env.new" <<-END
		K_VERSION='$version'
		K_BANNER='$(kernel_banner "$vmlinuz")'
		K_IMAGE='$cache/vmlinux'
		K_BUILD='$root/usr/src/linux-headers-$version'
		K_MODULES='$root'
		K_SOURCE='$pool/linux-source-$series.tar.xz'
		K_DTB='$root/usr/lib/linux-image-$version'
		K_BTF='$([ ! -s "$cache/btf" ] || echo "$cache/btf")'
	END
	mv "$cache/kernel.env.new" "$cache/kernel.env"
}

# The C library that the static agent of another architecture is linked with.
musl_unpack() {
	[ ! -e "$musl" ] || return 0
	apt_config
	rm -rf "$musl.new"
	dpkg -x "$(fetch musl-dev "$deb")" "$musl.new"
	mv "$musl.new" "$musl"
}

musl_get() {
	musl=$pool/musl-$deb
	[ "$arch" = "$(uname -m)" ] || locked "$musl.lock" musl_unpack
}

debian_get() {
	local version
	[ ! -e "$cache/kernel.env" ] || return 0
	apt_config
	version=$(release)
	[ -n "$version" ] || die "Debian 12 has no linux-image-$rt$deb of $series"
	source_get
	unpack "$version"
	kernel_env "$version"
}

# FILE COMMAND...: one at a time, also where several runs share a cache.
locked() {
	local fd
	mkdir -p "$(dirname "$1")"
	exec {fd}>"$1"
	flock "$fd"
	"${@:2}"
	exec {fd}>&-
}

# The kernel in the cache, complete or not at all.
kernel_get() {
	mkdir -p "$cache" "$pool"
	case $kernel in
	"$series") locked "$cache/lock" debian_get ;;
	*) locked "$cache/lock" own_build ;;
	esac
	. "$cache/kernel.env"
}
