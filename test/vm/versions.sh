# SPDX-License-Identifier: MIT
# runs: workstation
# only: 6.1-x86_64 6.1-aarch64
# seconds: 900
# slow: yes
# An agent or a module of another version than rk's, older or newer: one line that says so and the remedy,
# and nothing has changed there. The others are built here, with other numbers; $RK_OLD_MODULE and
# $RK_OLD_AGENT may name files of versions that there once were.
. "${0%/*}/here.sh"
top=${0%/*}/../..
remedy="'rk provision' brings agent and module"
deploy() { "$RK_BIN/rk" deploy step_4.rkb robot --max-overruns 100000 --max-drops 100000 --persist; }
runs() { rk status --json | jq -r 'select(.attached) | "\(.id) \(.name)"'; }
files() { there 'find /var/lib/rkbpf -type f | sort | xargs sha256sum'; }

module() { # FILE OF A NUMBER: the module of this tree, with that as its interface's number
	rm -rf ../other && cp -r ../src ../other && find ../other -name '*.o' -delete
	sed -i "s/RK_UAPI_VERSION = [0-9]*/RK_UAPI_VERSION = $2/" ../other/include/rk/uapi.h
	$RK_KBUILD "M=$(realpath ../other)/kmod" modules >said 2>&1 || { cat said; fail "a module of interface $2"; }
	llvm-strip-19 --strip-debug ../other/kmod/rkbpf.ko -o "$1" || fail strip
}
agent() { # FILE FROM TO HEADER: the agent of this tree, with that change
	rm -rf ../other && mkdir ../other && cp -r "$top"/{CMakeLists.txt,include,rk,scripts} ../other/
	sed -i "s/$2/$3/" "../other/$4" && ! cmp -s "../other/$4" "$top/$4" || fail "no $2"
	../other/scripts/agent.sh "$(there uname -m)" "$1" || fail "an agent with $3"
}
# What a refusal may have touched: nothing.
same() { [ "$(runs)" = "$running" ] && [ "$(files)" = "$kept" ] || fail "$1: something has changed: $(runs) $(files)"; }

there 'mkdir -p /var/lib && insmod /rkbpf.ko && rk-agent key add /blobs/dev.pub && cp /bin/rk-agent /tmp/own' || fail robot
"$RK_BIN/rk" deploy step_1.rkb robot --max-overruns 100000 --max-drops 100000 --persist || fail deploy
running=$(runs) kept=$(files)

other_agent() { # FILE TEXT
	there 'cat >/tmp/other && chmod +x /tmp/other && mv /tmp/other /bin/rk-agent' <"$1" || fail copy
	refused 6 "$2" deploy
	refused 6 "$remedy" deploy
	rk doctor | grep '^GAP   agent' || fail "doctor with $1"
	there 'cp /tmp/own /tmp/again && mv /tmp/again /bin/rk-agent' || fail copy
	same "$1"
}
uapi=$(sed -n 's/.*RK_UAPI_VERSION = \([0-9]*\).*/\1/p' "$top/include/rk/uapi.h")
for version in $((uapi - 1)) $((uapi + 1)); do
	agent interface "RK_UAPI_VERSION = $uapi" "RK_UAPI_VERSION = $version" include/rk/uapi.h
	other_agent interface "was built for a module of interface $version, not $uapi"
done
own=$(sed -n 's/.*RK_PROTO_VERSION = \([0-9]*\).*/\1/p' "$top/rk/agent/proto.h")
for version in $((own - 1)) $((own + 1)); do
	agent protocol "RK_PROTO_VERSION = $own" "RK_PROTO_VERSION = $version" rk/agent/proto.h
	other_agent protocol "speaks protocol $version, the workstation $own"
done
[ -z "${RK_OLD_AGENT-}" ] || other_agent "$RK_OLD_AGENT" "versions do not match"

other_module() { # FILE TEXT
	there 'rmmod rkbpf && cat >/tmp/other.ko && insmod /tmp/other.ko' <"$1" || fail "load $1"
	refused 6 "$2" deploy
	refused 6 "$remedy" deploy
	there rk-agent restore && fail "programs were restored into another module"
	rk doctor | grep '^GAP   module  .*the module there' || fail "doctor with $1"
	[ "$(files)" = "$kept" ] || fail "$1: files: $(files)"
	there 'rmmod rkbpf && insmod /rkbpf.ko && rk-agent key add /blobs/dev.pub && rk-agent restore' || fail "back from $1"
	running=$(runs)
	[ "${running#* }" = step ] || fail "restored: $running"
	kept=$(files) # with a line of history more
}
for version in $((uapi - 1)) $((uapi + 1)); do
	module other.ko $version
	other_module other.ko "the module there has interface $version, and rk-agent"
done
[ -z "${RK_OLD_MODULE-}" ] || other_module "$RK_OLD_MODULE" "versions do not match"
deploy || fail "the same deploy with versions that fit"
rm -rf ../other other.ko interface protocol said
passed
