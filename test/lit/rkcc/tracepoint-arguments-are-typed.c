// The manifest says how wide each argument of a raw tracepoint is, and whether it is signed, from
// the target's BTF: what runs the program extends it. An argument that comes on the stack, or behind
// one that takes more than a register, is refused; a program that reads no such argument is not.
// Without a prototype in the target's BTF the list is empty.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: %clang-bpf -c %s -o %t/kernel.o -DKERNEL
// RUN: llvm-objcopy --dump-section .BTF=%t/k.btf %t/kernel.o %t/unused.o
// RUN: printf '9.9-robot\n#7 RT\n' > %t/k.btf.release
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/n.rkb --program narrow --target x86_64 --target-btf %t/k.btf
// RUN: %rk inspect %t/n.rkb | FileCheck %s --check-prefix=NARROW
// NARROW: arguments u8 s32 u64 s16 u32 s64 u64{{$}}
// RUN: %rk inspect --json %t/n.rkb | FileCheck %s --check-prefix=JSON
// JSON: "context_bytes":{{ *}}40
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/s.rkb --program sixth --target x86_64 --target-btf %t/k.btf; test $? = 1' 2>&1 | FileCheck %s --check-prefix=SIXTH
// SIXTH: it reads argument 6 of the tracepoint, and only the first 5 come in registers
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/s.rkb --program sixth --target aarch64 --target-btf %t/k.btf
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/w.rkb --program wide --target aarch64 --target-btf %t/k.btf; test $? = 1' 2>&1 | FileCheck %s --check-prefix=WIDE
// WIDE: it reads argument 2 of the tracepoint, and only the first 1 come in registers
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/u.rkb --program unknown --target x86_64 --target-btf %t/k.btf
// RUN: %rk inspect %t/u.rkb | FileCheck %s --check-prefix=UNKNOWN --implicit-check-not='{{arguments +[us]}}'
// UNKNOWN: hook         raw_tp/none_of_these
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/t.rkb --program typed --target x86_64 --target-btf %t/k.btf
// RUN: %rk inspect %t/t.rkb | FileCheck %s --check-prefix=NARROW
#ifdef KERNEL
typedef unsigned long long u64;
enum direction { UP, DOWN };
struct wide {
	u64 a, b, c;
};
struct task;
typedef void (*btf_trace_many)(
	void *, _Bool, const int, struct task *, short, enum direction, long, u64);
typedef void (*btf_trace_wide)(void *, int, struct wide, int);
btf_trace_many many;
btf_trace_wide wide;
#else
#include <rk/rk.bpf.h>
#include <bpf/bpf_tracing.h>

SEC("raw_tp/many")
int narrow(struct bpf_raw_tracepoint_args *ctx)
{
	return ctx->args[1] + ctx->args[4];
}

SEC("raw_tp/many")
int sixth(struct bpf_raw_tracepoint_args *ctx)
{
	return ctx->args[5];
}

SEC("raw_tp/wide")
int wide(struct bpf_raw_tracepoint_args *ctx)
{
	return ctx->args[1];
}

SEC("raw_tp/none_of_these")
int unknown(struct bpf_raw_tracepoint_args *ctx)
{
	return ctx->args[1];
}

SEC("tp_btf/many")
int typed(unsigned long long *ctx)
{
	return ctx[1];
}
#endif
