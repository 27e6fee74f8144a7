/* SPDX-License-Identifier: MIT */
/*
 * Outputs at run time: programs' writes, the emergency stop and its latch, from any context, hard
 * interrupts of PREEMPT_RT included; no allocation, no lock but the raw one of an output.
 *
 * A line is written by one of three: the program's own call, where its hook is known to run outside
 * every driver's lock (rk_hook_ops.direct); else a hard irq_work, which runs as soon as this CPU
 * takes interrupts again; else, where the line sleeps, a SCHED_FIFO worker. Queued writes are not
 * kept in order but replaced: the newest value wins, so a queue is never full.
 *
 * A program may run because of a write, within the driver or the interrupt, and ask for the next
 * one. Such a chain has pauses, in which this CPU gets on; what the latch asks for has none.
 *
 * The latch is set before a line is driven, and whoever writes looks at it again after its write:
 * so no write that began before the stop can outlive it.
 */
#include <linux/atomic.h>
#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "output.h"

enum {
	OUTPUTS = 32,
	RETRY = HZ / 100 + 1, /* jiffies */
	IN_A_ROW = 32,        /* turns of writes until there is a pause */
	APART_NS = 100000,    /* turns that are further apart are in no row */
	PAUSE_NS = 1000000,
};

static struct rk_output *outputs[OUTPUTS];
static u32 n_outputs; /* released after what it counts is complete */
static u32 n_motors;
static atomic_t latched;             /* bits of masks */
static atomic_t posted, slow_posted; /* bits of outputs that someone has to write or read */
static struct hrtimer pause;
static bool pausing; /* the timer runs */
static u32 in_a_row; /* turns */
static u64 turn_ns;  /* the last one's end */
static struct task_struct *worker;
DEFINE_PER_CPU(bool, rk_output_direct); /* the running program may call drivers */

static u32 count(void)
{
	return smp_load_acquire(&n_outputs);
}

struct rk_output *rk_output_find(u32 kind, u32 chip, u32 line)
{
	for (u32 i = 0; i < count(); i++)
		if (outputs[i]->kind == kind && outputs[i]->chip == chip &&
			outputs[i]->line == line)
			return outputs[i];
	return NULL;
}

static bool is_latched(const struct rk_output *o)
{
	return ((u32)atomic_read(&latched) & o->motor) != 0;
}

/* The worker holds no lock: where it finds the latch open, it finds what arm() wanted before. */
static u64 due(const struct rk_output *o)
{
	if (is_latched(o))
		return o->stopped;
	smp_rmb();
	return READ_ONCE(o->wanted);
}

/* Whoever writes looks at the latch again: the stop may have come during the write. */
static int apply(struct rk_output *o)
{
	u64 value;
	int err;

	do {
		value = due(o);
		err = o->ops->write(o, value);
		if (!err)
			WRITE_ONCE(o->value, value);
	} while (!err && is_latched(o) && value != o->stopped);
	return err;
}

static int settle(struct rk_output *o)
{
	if (!(o->flags & RK_OUTPUT_INPUT))
		return apply(o);
	WRITE_ONCE(o->value, o->ops->read(o));
	return 0;
}

/* Where the lock is refused, this CPU is within a write of the line: that looks at the latch. */
static void settle_now(struct rk_output *o)
{
	u64 flags;

	if (!rk_plat_lock(&o->lock, &flags))
		return;
	settle(o);
	rk_plat_unlock(&o->lock, flags);
}

static void settle_all(unsigned long bits)
{
	unsigned long slow = 0;
	u32 i;

	for_each_set_bit(i, &bits, OUTPUTS)
	{
		if (outputs[i]->sleeps)
			slow |= 1ul << i;
		else
			settle_now(outputs[i]);
	}
	if (!slow)
		return;
	atomic_or((int)slow, &slow_posted);
	smp_mb__after_atomic();
	wake_up_process(worker);
}

static u32 latched_outputs(void)
{
	u32 bits = 0;

	for (u32 i = 0; i < count(); i++)
		if (is_latched(outputs[i]))
			bits |= 1u << i;
	return bits;
}

/* Turns that follow one another at once. Two CPUs may count at a time: what they lose is a turn. */
static bool is_in_a_row(void)
{
	if (rk_plat_now_ns() - READ_ONCE(turn_ns) > APART_NS)
		WRITE_ONCE(in_a_row, 0);
	WRITE_ONCE(in_a_row, READ_ONCE(in_a_row) + 1);
	return READ_ONCE(in_a_row) > IN_A_ROW;
}

/* What is posted in a pause waits for its end, but what the latch asks for. */
static void run_posted(struct irq_work *work)
{
	u32 now = ~0u;

	if (READ_ONCE(pausing) || is_in_a_row()) {
		if (!xchg(&pausing, true))
			hrtimer_start(&pause, ns_to_ktime(PAUSE_NS), HRTIMER_MODE_REL_HARD);
		now = latched_outputs();
	}
	settle_all((u32)atomic_fetch_andnot((int)now, &posted) & now);
	WRITE_ONCE(turn_ns, rk_plat_now_ns());
}
static struct irq_work poster = IRQ_WORK_INIT_HARD(run_posted);

static enum hrtimer_restart end_pause(struct hrtimer *timer)
{
	WRITE_ONCE(in_a_row, 0);
	WRITE_ONCE(pausing, false);
	smp_mb(); /* post() reads them the other way round */
	settle_all((u32)atomic_xchg(&posted, 0));
	return HRTIMER_NORESTART;
}

static void post_now(const struct rk_output *o)
{
	atomic_or((int)(1u << o->index), &posted);
	smp_mb__after_atomic();
	irq_work_queue(&poster);
}

static void post(const struct rk_output *o)
{
	atomic_or((int)(1u << o->index), &posted);
	smp_mb__after_atomic();
	if (!READ_ONCE(pausing))
		irq_work_queue(&poster);
}

/* A latched output that refuses its stopped value is tried again until it takes it. */
static u32 settle_slowly(unsigned long bits)
{
	u32 again = 0, i;

	for_each_set_bit(i, &bits, OUTPUTS)
	{
		int err = settle(outputs[i]);

		if (!err)
			continue;
		pr_warn_ratelimited("rkbpf: output %u refused its value: %d\n", i, err);
		if (is_latched(outputs[i]) && !READ_ONCE(outputs[i]->gone))
			again |= 1u << i;
	}
	return again;
}

/* The lines that sleep have one writer, this one. A stop that comes in its pause wakes it. */
static int work_slowly(void *unused)
{
	u32 again = 0, turns = 0;

	while (!kthread_should_stop()) {
		u32 bits;

		set_current_state(TASK_INTERRUPTIBLE);
		bits = (u32)atomic_xchg(&slow_posted, 0);
		turns = bits && !(bits & latched_outputs()) ? turns + 1 : 0;
		if (turns > IN_A_ROW) {
			schedule_timeout(1);
			turns = 0;
		} else if (!bits && !kthread_should_stop()) {
			schedule_timeout(again ? RETRY : MAX_SCHEDULE_TIMEOUT);
		}
		__set_current_state(TASK_RUNNING);
		again = settle_slowly(bits ? bits | again : again);
	}
	return 0;
}

static bool is_direct(const struct rk_output *o)
{
	return !o->sleeps && this_cpu_read(rk_output_direct);
}

/* Of a latched output: whoever latched it has it driven, or waits for that here. */
static bool is_stopped(const struct rk_output *o)
{
	return READ_ONCE(o->value) == o->stopped;
}

static s64 stop(void *data, u32 mask)
{
	u32 n = count(), before = 0;

	for (u32 i = 0; i < n; i++)
		before |= (u32)atomic_fetch_or((int)(outputs[i]->motor & mask), &latched);
	for (u32 i = 0; i < n; i++) {
		if (!(outputs[i]->motor & mask))
			continue;
		if (is_direct(outputs[i]))
			settle_now(outputs[i]);
		else if (!(before & outputs[i]->motor) || !is_stopped(outputs[i]))
			post_now(outputs[i]);
	}
	return 0;
}

void rk_output_stop(u32 mask)
{
	stop(NULL, mask);
}

/* Never what another CPU makes of it: where this holds, nobody else can change the word. */
static bool is_mine(const struct rk_lock *l)
{
	return READ_ONCE(l->word) == raw_smp_processor_id() + 1;
}

/*
 * A program that may not call drivers may be called by one that holds the chip's lock, for which
 * the holder of the output's other lock waits: it takes this one alone.
 */
static s64 want(struct rk_output *o, u64 value)
{
	bool stopped;
	u64 flags;

	if (!rk_plat_lock(&o->asked, &flags))
		return -EBUSY;
	stopped = is_latched(o);
	if (!stopped)
		WRITE_ONCE(o->wanted, value);
	rk_plat_unlock(&o->asked, flags);
	return stopped ? -EPERM : 0;
}

static s64 set_now(struct rk_output *o, u64 value)
{
	u64 flags;
	s64 r;

	if (!rk_plat_lock(&o->lock, &flags))
		return -EBUSY;
	r = want(o, value);
	if (!r && apply(o))
		r = -EIO;
	else if (!r && is_latched(o))
		r = -EPERM;
	rk_plat_unlock(&o->lock, flags);
	return r;
}

/* 0 done, 1 queued. */
static s64 set(struct rk_output *o, u64 value)
{
	s64 r;

	if (!o || READ_ONCE(o->gone))
		return -ENODEV;
	if (o->flags & RK_OUTPUT_INPUT)
		return -EPERM;
	if (value > (o->kind == RK_OUTPUT_GPIO ? 1 : o->period))
		return -EINVAL;
	if (is_direct(o))
		return set_now(o, value);
	if (is_mine(&o->lock)) /* called by the write: it would cause the next one without end */
		return -EBUSY;
	r = want(o, value);
	if (r)
		return r;
	post(o);
	return 1;
}

static s64 gpio_set(void *data, u32 chip, u32 line, u32 value)
{
	return set(rk_output_find(RK_OUTPUT_GPIO, chip, line), value != 0);
}

static s64 pwm_set(void *data, u32 chip, u32 channel, u64 duty_ns)
{
	return set(rk_output_find(RK_OUTPUT_PWM, chip, channel), duty_ns);
}

/* An input that cannot be read here tells what it was when it was read last, and is read again. */
static s64 gpio_get(void *data, u32 chip, u32 line)
{
	struct rk_output *o = rk_output_find(RK_OUTPUT_GPIO, chip, line);

	if (!o)
		return -ENODEV;
	if (!(o->flags & RK_OUTPUT_INPUT))
		return (s64)READ_ONCE(o->value);
	if (is_direct(o))
		settle_now(o);
	else
		post(o);
	return (s64)READ_ONCE(o->value);
}

static s64 pwm_get(void *data, u32 chip, u32 channel)
{
	const struct rk_output *o = rk_output_find(RK_OUTPUT_PWM, chip, channel);

	return o && !READ_ONCE(o->gone) ? (s64)READ_ONCE(o->value) : -1;
}

static int decode(const struct rk_uapi_output *req, struct rk_output *o, const char **why)
{
	static const struct rk_output_ops *const kinds[] = {
#ifdef CONFIG_GPIOLIB
		[RK_OUTPUT_GPIO] = &rk_output_gpio,
#endif
#ifdef CONFIG_PWM
		[RK_OUTPUT_PWM] = &rk_output_pwm,
#endif
	};

	*why = "kind or flags are unknown";
	if (req->kind != RK_OUTPUT_GPIO && req->kind != RK_OUTPUT_PWM)
		return RK_EINPUT;
	if (req->flags & ~(u32)(RK_OUTPUT_STOP | RK_OUTPUT_INPUT | RK_OUTPUT_RT_SAFE))
		return RK_EINPUT;
	*why = "an input cannot be stopped";
	if (req->flags & RK_OUTPUT_INPUT && (req->flags & RK_OUTPUT_STOP || req->stopped))
		return RK_EINPUT;
	*why = "chip is not a text";
	if (strnlen(req->chip, sizeof(req->chip)) == sizeof(req->chip))
		return RK_EINPUT;
	*why = "no room for another output";
	if (n_outputs == OUTPUTS)
		return RK_ETOOBIG;
	*o = (struct rk_output){.kind = req->kind, .flags = req->flags, .line = req->line};
	o->stopped = o->wanted = o->value = req->stopped;
	o->period = req->period;
	o->ops = req->kind < RK_ARRAY_SIZE(kinds) ? kinds[req->kind] : NULL;
	*why = req->kind == RK_OUTPUT_GPIO ? "this kernel has no GPIO (CONFIG_GPIOLIB)"
					   : "this kernel has no PWM (CONFIG_PWM)";
	return o->ops ? RK_OK : RK_EHOOK;
}

static int open(struct rk_output *o, const struct rk_uapi_output *req, const char **why)
{
	int err = decode(req, o, why);

	return err ? err : o->ops->open(o, req->chip, why);
}

/* Under rk_mutex. An output is complete before it is counted. */
int rk_output_add(struct rk_uapi_output *req, const char **why)
{
	struct rk_output *o = kzalloc(sizeof(*o), GFP_KERNEL);
	int err;

	*why = "no memory for the output";
	if (!o)
		return RK_ENOMEM;
	err = open(o, req, why);
	if (err) {
		kfree(o);
		return err;
	}
	if (o->flags & RK_OUTPUT_STOP)
		o->motor = 1u << n_motors++;
	if (o->flags & RK_OUTPUT_INPUT)
		o->value = o->ops->read(o);
	o->index = req->index = n_outputs;
	outputs[n_outputs] = o;
	smp_store_release(&n_outputs, n_outputs + 1);
	rk_runtime.world.outputs |= o->motor;
	return RK_OK;
}

bool rk_output_get(u32 index, struct rk_uapi_output *out)
{
	const struct rk_output *o;

	if (index >= n_outputs)
		return false;
	o = outputs[index];
	*out = (struct rk_uapi_output){
		.kind = o->kind,
		.flags = o->flags,
		.number = o->chip,
		.line = o->line,
		.stopped = o->stopped,
		.period = o->period,
		.index = index,
		.motor = o->motor,
		.latched = is_latched(o),
		.sleeps = o->sleeps,
		.value = READ_ONCE(o->value),
	};
	return true;
}

/* An output stays at its stopped value until a program sets it anew. */
static void arm(struct rk_output *o, u32 mask)
{
	u64 flags;

	if (!(o->motor & mask) || !is_latched(o) || !rk_plat_lock(&o->asked, &flags))
		return;
	WRITE_ONCE(o->wanted, o->stopped);
	smp_mb__before_atomic(); /* due() reads them the other way round */
	atomic_andnot((int)o->motor, &latched);
	rk_plat_unlock(&o->asked, flags);
}

void rk_output_arm(u32 mask)
{
	for (u32 i = 0; i < n_outputs; i++)
		arm(outputs[i], mask);
}

static void set_world(struct rk_world *w)
{
	w->estop = stop;
	w->gpio_get = gpio_get;
	w->gpio_set = gpio_set;
	w->pwm_get = pwm_get;
	w->pwm_set = pwm_set;
}

int rk_output_init(void)
{
	int err = rk_gpio_init();

	if (err)
		return err;
	hrtimer_init(&pause, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	pause.function = end_pause;
	worker = kthread_create(work_slowly, NULL, "rkbpf-output");
	if (IS_ERR(worker)) {
		rk_gpio_fini();
		return PTR_ERR(worker);
	}
	sched_set_fifo(worker);
	wake_up_process(worker);
	set_world(&rk_runtime.world);
	return 0;
}

/* Without the module nothing holds the interlock: what can stop is left stopped. */
void rk_output_fini(void)
{
	irq_work_sync(&poster);
	hrtimer_cancel(&pause);
	kthread_stop(worker);
	while (n_outputs) {
		struct rk_output *o = outputs[--n_outputs];

		if (o->motor)
			o->ops->write(o, o->stopped);
		o->ops->close(o);
		kfree(o);
	}
	rk_gpio_fini();
}
