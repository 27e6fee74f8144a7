# SPDX-License-Identifier: MIT
# runs: workstation
# modules: tracestim
# lacks: btf
# A robot whose kernel has no BTF: its profile keeps the formats of its trace events, by which a program
# that names fields is built and reads them there; a field that the robot lacks is not built.
. "${0%/*}/here.sh"
export XDG_CONFIG_HOME=$PWD/config RK_KEYS=$PWD/../keys
build() { "$RK_BIN/rkcc" build --target-profile plain --key "$RK_KEYS/dev.sec" "$@"; }
fire() { there "echo $1 >/sys/module/tracestim/parameters/fire" || fail stimulus; }

there 'mount -t tracefs none /sys/kernel/tracing; modprobe tracestim && insmod /rkbpf.ko && rk-agent key add /blobs/dev.pub' || fail robot
rm -rf config
"$RK_BIN/rk" target add plain robot >said || fail add
cat said
grep -q 'types of trace records alone: the kernel has no BTF' said || fail "no formats"
grep -q "more types by 'rk target headers plain FOLDER'" said || fail "no remedy"
build "${0%/*}/record.bpf.c" -o formats.rkb || fail build
rk load formats.rkb >/dev/null && rk attach record || fail attach
fire 1000
rk detach record || fail detach
rk map dump record seen
[ "$(rk map get record seen 0)" = 500 ] && [ "$(rk map get record seen 1)" = 500 ] || fail fields
[ "$(rk map get record seen 2)" = 0 ] || fail "other events"
rk unload record || fail unload
# What its headers declare is known after they were read, and not before.
cat >task.bpf.c <<'END'
#include <rk/rk.bpf.h>
#include <bpf/bpf_core_read.h>
struct task_struct {
	int pid;
} __attribute__((preserve_access_index));
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} pids SEC(".maps");
SEC("raw_tp/sched_switch")
int task(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *next = (void *)ctx->args[2];
	__u32 pid = BPF_CORE_READ(next, pid), key = pid > 1 << 22;
	__u64 *n = bpf_map_lookup_elem(&pids, &key);

	if (n && pid)
		++*n;
	return 0;
}
RK_LICENSE("GPL");
END
build task.bpf.c -o task.rkb 2>said && fail "types that nobody gave"
grep -q "depends on the target kernel's types" said || { cat said; fail "reason"; }
"$RK_BIN/rk" target headers plain "${RK_KBUILD##*-C }" || fail headers
# Another look at the same kernel keeps them.
"$RK_BIN/rk" target add plain robot >said && grep -q 'types of its headers, as before' said || fail "add again"
"$RK_BIN/rk" target list --json | grep -q '"types":"headers"' || fail "list"
build task.bpf.c -o task.rkb || fail "types of the headers"
rk load task.rkb >/dev/null && rk attach task && sleep 1 && rk detach task || fail "attach task"
rk map dump task pids
[ "$(rk map get task pids 0)" -gt 0 ] && [ "$(rk map get task pids 1)" = 0 ] || fail "pids"
rk unload task || fail "unload task"
sed 's/int val;/int level;/; s/ctx->val/ctx->level/g' "${0%/*}/record.bpf.c" >other.bpf.c
build other.bpf.c -o other.rkb 2>said && fail "a field that the robot lacks"
cat said
grep -q 'trace_event_raw_suspend_resume.level: no such field on the target' said || fail reason
[ ! -e other.rkb ] || fail "a blob all the same"
rm -rf config other.bpf.c formats.rkb task.bpf.c task.rkb said
passed
