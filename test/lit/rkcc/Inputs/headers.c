#include <rk/rk.bpf.h>
#include <bpf/bpf_core_read.h>

#ifndef TASK
#define TASK task_struct
#endif
#ifndef FIELD
#define FIELD pid
#endif

struct TASK {
	int FIELD;
} __attribute__((preserve_access_index));

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	struct TASK *task = (void *)bpf_get_current_task();

	return BPF_CORE_READ(task, FIELD) == 1;
}

RK_LICENSE("GPL");
