# SPDX-License-Identifier: MIT
# Sourced by robot.sh: kernels that Debian does not have, built from its 6.1 sources.
#
#   kasan   KASAN, lockdep, KUnit, all of tracing    16k   arm64 with 16 KiB pages
#   stock   no kprobes, no function tracer, no bpf(), no BTF
#
# The result is kept as long as configuration and sources are the same.

# The fragments of scripts/vm/config that make this kernel.
fragments() {
	case $kernel in
	kasan) echo base tracing kasan ;;
	16k) echo base tracing 16k ;;
	stock) echo base stock ;;
	esac
	echo "$arch"
}

own_make() {
	nice -n 10 make -s -j"$(nproc)" -C "$cache/source" O="$cache/build" ARCH=$karch \
		${cross:+CROSS_COMPILE="$cross"} KBUILD_BUILD_VERSION=1 KBUILD_BUILD_TIMESTAMP=2026-01-01 "$@"
}

# Options that were asked for and are missing were renamed, or need another.
own_config() {
	local wanted missing
	wanted=$(cd "$top/scripts/vm/config" && cat $(fragments))
	own_make tinyconfig >/dev/null
	echo "$wanted" >>"$cache/build/.config"
	own_make olddefconfig 2>/dev/null
	missing=$(echo "$wanted" | grep '^CONFIG' | grep -vxF -f "$cache/build/.config" || true)
	[ -z "$missing" ] || echo "robot.sh: not in the kernel:" $missing >&2
}

own_env() {
	local version image=$cache/build/arch/arm64/boot/Image
	[ "$arch" = aarch64 ] || image=$cache/build/arch/x86/boot/bzImage
	version=$(cat "$cache/build/include/config/kernel.release")
	rm -f "$cache/btf"
	"${cross}objcopy" --dump-section ".BTF=$cache/btf" "$cache/build/vmlinux" /dev/null 2>/dev/null || true
	cat >"$cache/kernel.env.new" <<-END
		K_VERSION='$version'
		K_BANNER='$(strings -n 8 "$cache/build/vmlinux" | sed -n 's/^Linux version [^#%]*\(#1 .*\)/\1/p' | head -n 1)'
		K_IMAGE='$image'
		K_BUILD='$cache/build'
		K_MODULES='$cache/root'
		K_SOURCE='$pool/linux-source-6.1.tar.xz'
		K_DTB=''
		K_BTF='$([ ! -s "$cache/btf" ] || echo "$cache/btf")'
	END
	mv "$cache/kernel.env.new" "$cache/kernel.env"
}

own_build() {
	local hash
	apt_config
	source_get
	hash=$(cd "$top/scripts/vm/config" && cat $(fragments) "$pool/linux-source-6.1.tar.xz" | sha256sum)
	if [ "$(cat "$cache/hash" 2>/dev/null)" = "$hash" ]; then
		[ -e "$cache/kernel.env" ] || own_env
		return 0
	fi
	rm -rf "$cache"/{build,source,root,kernel.env}
	mkdir -p "$cache"/{build,source}
	tar -xJf "$pool/linux-source-6.1.tar.xz" -C "$cache/source" --strip-components 1
	own_config
	own_make ${1:-all} >"$cache/make.log" 2>&1 || { tail -n 30 "$cache/make.log"; die "the kernel does not build"; }
	own_make INSTALL_MOD_PATH="$cache/root" INSTALL_MOD_STRIP=1 modules_install >>"$cache/make.log"
	dpkg -x "$(fetch busybox-static "$deb")" "$cache/root"
	own_env
	echo "$hash" >"$cache/hash"
}
