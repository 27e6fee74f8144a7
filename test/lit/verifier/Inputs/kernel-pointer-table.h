// SPDX-License-Identifier: MIT
// A map whose values own a task each.
#include "kernel-pointer.h"

struct value {
	__u64 number;
	struct task_struct __attribute__((btf_type_tag("kptr"))) *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");
