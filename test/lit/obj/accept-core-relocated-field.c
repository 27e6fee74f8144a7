// RUN: %clang-bpf -DTARGET -c %s -o %t.target.o && llvm-objcopy-19 --dump-section=.BTF=%t.btf %t.target.o
// RUN: %clang-bpf -c %s -o %t.o && %unit/obj_dump -b %t.btf %t.o | FileCheck %s
#include <rk/rk.bpf.h>

// The target's struct has other offsets, an anonymous union on the way, and a narrower counter.
// CHECK: *(u32 *)(r{{[0-9]}} + 12)
// CHECK: *(u16 *)(r{{[0-9]}} + 26)
// CHECK: *(u16 *)(r{{[0-9]}} + 20)
// CHECK: r{{[0-9]}} = 0x4d ll
// CHECK: r{{[0-9]}} = 32
// CHECK-NOT: poison
enum mode { MODE_A = 1,
#ifdef TARGET
	MODE_NEW = 5, MODE_B = 77
#else
	MODE_B = 2
#endif
};

struct thing {
#ifdef TARGET
	long pad;
	union {
		struct {
			int other;
			unsigned id;
		};
		long both;
	};
	unsigned short none[2];
	unsigned short more, counts[4];
#else
	unsigned id;
	unsigned short counts[4];
	unsigned more;
#endif
} __attribute__((preserve_access_index));

#ifdef TARGET
struct thing keep;
enum mode keep_mode;
#endif

SEC("raw_tp/x")
int prog(struct thing **args)
{
	volatile long out = args[0]->id;

	out = args[0]->counts[2];
	out = args[0]->more;
	out = __builtin_preserve_enum_value(*(typeof(enum mode) *)MODE_B, 1);
	out = __builtin_preserve_type_info(*(typeof(struct thing) *)0, 1);
	return 0;
}
