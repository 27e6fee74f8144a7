// A kernel without BTF: the fields of a trace record are where the profile's event formats have them; a field or a record that the robot lacks is a build error.
// RUN: rm -rf %t && mkdir -p %t/rkbpf/targets/arm && env RK_KEYS=%t/keys %rk key generate dev >%t/out 2>&1
// RUN: echo '{"schema":1,"host":"robot","machine":"x86_64","release":"6.6","version":"#1","roles":{},' >%t/rkbpf/targets/arm/profile.json
// RUN: echo '"sections":[{"section":"tracepoint/power/suspend_resume","about":"3"}]}' >>%t/rkbpf/targets/arm/profile.json
// RUN: printf 'name: suspend_resume\nID: 320\nformat:\n\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\tfield:unsigned char common_migrate_disable;\toffset:8;\tsize:1;\tsigned:0;\n\n' >%t/rkbpf/targets/arm/formats
// RUN: printf '\tfield:const char * action;\toffset:16;\tsize:8;\tsigned:0;\n\tfield:int val;\toffset:40;\tsize:4;\tsigned:1;\n\tfield:bool start;\toffset:44;\tsize:1;\tsigned:0;\n\tfield:char comm[16];\toffset:48;\tsize:16;\tsigned:0;\n\tfield:__data_loc char[] driver;\toffset:64;\tsize:4;\tsigned:0;\n\nprint fmt: "%%s", REC->action\n' >>%t/rkbpf/targets/arm/formats
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t %rkcc build --target-profile arm %s --emit-obj %t/p.o -o %t/p.rkb
// RUN: env XDG_CONFIG_HOME=%t %rkverify --target-profile arm --dump %t/p.o | FileCheck --check-prefix=AT %s
// RUN: %rk inspect %t/p.rkb | grep 6.6
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t not %rkcc build --target-profile arm -DFIELD=level %s -o %t/q.rkb 2>&1 | FileCheck --check-prefix=FIELD %s
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t not %rkcc build --target-profile arm -DRECORD=trace_event_raw_suspend %s -o %t/q.rkb 2>&1 | FileCheck --check-prefix=RECORD %s
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t %rkcc build --target-profile arm -DFIELD=level -DASK %s -o %t/q.rkb
// RUN: rm %t/q.rkb; sed -i 's/offset:40;//' %t/rkbpf/targets/arm/formats; env XDG_CONFIG_HOME=%t not %rkverify --target-profile arm %t/p.o 2>&1 | FileCheck --check-prefix=DAMAGED %s
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t not %rkcc build --target-profile arm %s -o %t/q.rkb 2>&1 | FileCheck --check-prefix=DAMAGED %s
// RUN: rm %t/rkbpf/targets/arm/formats; env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t not %rkcc build --target-profile arm %s -o %t/q.rkb 2>&1 | FileCheck --check-prefix=NONE %s
// RUN: not ls %t/q.rkb
// AT: *(u32 *)(r6 + 40)
// AT: *(u8 *)(r6 + 44)
// AT: *(u8 *)(r6 + 50)
// AT: *(u32 *)(r6 + 64)
// FIELD: struct trace_event_raw_suspend_resume.level: no such field on the target
// RECORD: trace_event_raw_suspend.val depends on the target kernel's types, and its profile has those of trace records alone
// RECORD-SAME: [RKV0008]
// DAMAGED: formats: line 9: a field has no offset, size or sign
// NONE: depends on the target kernel's types [RKV0008]
#include <rk/rk.bpf.h>
#include <bpf/bpf_core_read.h>

#ifndef FIELD
#define FIELD val
#endif
#ifndef RECORD
#define RECORD trace_event_raw_suspend_resume
#endif

struct RECORD {
	int FIELD;
	_Bool start;
	char comm[16];
	__u32 __data_loc_driver;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

SEC("tracepoint/power/suspend_resume")
int record(struct RECORD *ctx)
{
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&seen, &key);

#ifdef ASK
	if (!bpf_core_field_exists(ctx->FIELD))
		return 0;
#endif
	if (n) {
		*n = ctx->FIELD;
		*(volatile __u64 *)n += ctx->start;
		*(volatile __u64 *)n += ctx->comm[2];
		*(volatile __u64 *)n += ctx->__data_loc_driver;
	}
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
