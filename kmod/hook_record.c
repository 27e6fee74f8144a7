/* SPDX-License-Identifier: MIT */
/*
 * tracepoint/<category>/<name>: the record that ftrace and perf see, through one kernel counter per
 * CPU. A program may read as far as every record of the event reaches; what follows a record's
 * fixed part (strings) is for bpf_probe_read. A CPU that comes online gets its counters from a
 * worker: making one may wait for the lock that the kernel holds while a CPU comes.
 */
#include <linux/cpuhotplug.h>
#include <linux/err.h>
#include <linux/perf_event.h>
#include <linux/slab.h>
#include <linux/trace_events.h>
#include <linux/workqueue.h>

#include "kmod.h"

/*
 * Interrupts are off, and perf's guard drops events that the program itself causes. The size is
 * looked at for each event, too: some events do not say at attach how long their records are.
 */
static void recorded(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct rk_link *link = event->overflow_handler_context;
	const struct perf_raw_record *raw = data->raw;
	u64 ret;

	if (raw && raw->frag.size >= READ_ONCE(link->record.need))
		rk_link_run(link, raw->frag.data, &ret);
	else
		atomic64_inc(&link->missed);
}

/* Bytes that each record has, laid out as the kernel does it; 0 where a function decides. */
static u32 fixed_bytes(const struct trace_event_call *call)
{
	const struct trace_event_fields *field = call->class->fields_array;
	u32 end = sizeof(struct trace_entry);

	for (; field && field->type; field++) {
		if (field->type == TRACE_FUNCTION_TYPE)
			return 0;
		end = ALIGN(end, field->align) + field->size;
	}
	return field ? end : 0;
}

static int find(struct rk_link *link, const char **why)
{
	struct trace_event_file *file =
		trace_get_event_file(NULL, link->hook.device, link->hook.part);

	*why = "this kernel has no such trace event, or its module is not loaded";
	if (IS_ERR(file))
		return RK_ENOENT;
	link->record.id = file->event_call->event.type;
	link->record.room = fixed_bytes(file->event_call);
	trace_put_event_file(file);
	return RK_OK;
}

static int accept(struct rk_link *link, const struct rk_program *p, const char **why)
{
	u32 need = p->manifest.ctx_bytes;

	*why = "the program reads more than every record of this event has";
	return link->record.room && need > link->record.room ? RK_EHOOK : RK_OK;
}

static void resize(struct rk_link *link, u32 ctx_bytes)
{
	WRITE_ONCE(link->record.need, ctx_bytes);
}

static void detach(struct rk_link *link)
{
	for (u32 cpu = 0; cpu < nr_cpu_ids; cpu++)
		if (link->record.counters[cpu])
			perf_event_release_kernel(link->record.counters[cpu]);
	kfree(link->record.counters);
}

/* A CPU that goes takes its counter out of use for good. */
static bool is_dead(const struct perf_event *event)
{
	return event && !(READ_ONCE(event->attach_state) & PERF_ATTACH_CONTEXT);
}

/* Where there is none. Not under cpus_read_lock(): registering a tracepoint takes it. */
static int open_counters(struct rk_link *link)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.config = link->record.id,
		.sample_type = PERF_SAMPLE_RAW,
		.sample_period = 1,
	};
	u32 cpu;

	for_each_online_cpu(cpu)
	{
		struct perf_event **at = &link->record.counters[cpu], *event;

		if (is_dead(*at)) {
			perf_event_release_kernel(*at);
			*at = NULL;
		}
		if (*at)
			continue;
		event = perf_event_create_kernel_counter(&attr, cpu, NULL, recorded, link);
		if (!IS_ERR(event))
			*at = event;
		else if (cpu_online(cpu))
			return (int)PTR_ERR(event);
	}
	return 0;
}

static int attach(struct rk_link *link, const char **why)
{
	int err = find(link, why);

	if (!err)
		err = accept(link, link->slot.active, why);
	if (err)
		return err;
	resize(link, link->slot.active->manifest.ctx_bytes);
	*why = "no memory for the hook";
	link->record.counters = kcalloc(nr_cpu_ids, sizeof(*link->record.counters), GFP_KERNEL);
	if (!link->record.counters)
		return RK_ENOMEM;
	err = open_counters(link);
	if (!err)
		return RK_OK;
	detach(link);
	*why = err == -EACCES || err == -EPERM
		       ? "records need CAP_PERFMON, or kernel.perf_event_paranoid -1"
		       : "the kernel refused a counter of this event";
	return RK_EHOOK;
}

const struct rk_hook_ops rk_hook_record = {
	.attach = attach,
	.detach = detach,
	.accept = accept,
	.resize = resize,
};

static void add_counters(struct work_struct *work)
{
	mutex_lock(&rk_mutex);
	for (struct rk_entry *e = NULL; (e = rk_entry_after(e ? e->id : 0));)
		if (rk_entry_active(e) && e->link->ops == &rk_hook_record && open_counters(e->link))
			pr_warn("rkbpf: program %u does not see the events of a new CPU\n", e->id);
	mutex_unlock(&rk_mutex);
}
static DECLARE_WORK(adder, add_counters);

static int cpu_came(unsigned int cpu)
{
	schedule_work(&adder);
	return 0;
}

static int hotplug; /* the state that the kernel gave */

int rk_record_init(void)
{
	hotplug = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "rkbpf:record", cpu_came, NULL);
	return hotplug < 0 ? hotplug : 0;
}

void rk_record_fini(void)
{
	cpuhp_remove_state_nocalls(hotplug);
	cancel_work_sync(&adder);
}
