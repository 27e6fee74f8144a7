/* SPDX-License-Identifier: MIT */
/*
 * Every runnable row of helper.def, called with its memory arguments against guard pages on either
 * side, in poison: nothing outside the arguments is touched, inputs are not written, outputs are
 * written whole and zeroed on failure, and the result is what the row promises. A new row is tested
 * by existing.
 */
#include "rt_test.h"

#include <sys/mman.h> /* after map.def: it has a MAP_TYPE too */

enum { ARGS = 5 };

struct guard {
	u8 *page, *at;
	u32 size; /* 0: the argument is no memory */
	bool out;
};

struct call {
	const struct rk_helper_row *row;
	struct rk_map *map; /* of the map argument, or NULL */
	u32 size;           /* of sized arguments */
	u64 scalar;         /* of numbers and addresses */
	u8 poison;
	bool at_end; /* memory ends at its guard page, else begins at it */
	u64 arg[ARGS];
	struct guard g[ARGS];
};

static struct rk_program *prog;
static struct rk_map *ring;
static u8 *pages[ARGS], *source; /* source: what addresses in numbers point to */
static s64 answer;               /* of every member of the world */

static s64 answer_estop(void *d, u32 m)
{
	return answer;
}
static s64 answer_get(void *d, u32 a, u32 b)
{
	return answer;
}
static s64 answer_gpio(void *d, u32 a, u32 b, u32 c)
{
	return answer;
}
static s64 answer_pwm(void *d, u32 a, u32 b, u64 c)
{
	return answer;
}
static s64 answer_can(void *d, u32 a, u32 b, const u8 *p, u32 n)
{
	return answer;
}
static u64 answer_time(void *d, u32 s)
{
	return (u64)answer;
}
static u64 answer_u64(void *d)
{
	return (u64)answer;
}
static u32 answer_u32(void *d)
{
	return (u32)answer;
}
static void answer_comm(void *d, char out[16])
{
	memset(out, 'x', 16);
}
static void answer_trace(void *d, const char *t, size_t n)
{
	CHECK(strlen(t) == n);
}

static s64 answer_iio(void *d, u32 a, u32 b, u64 *v)
{
	*v = 0x1122334455667788;
	return answer;
}

static const struct rk_world no_world = {.trace = answer_trace};
static const struct rk_world full_world = {
	.estop = answer_estop,
	.gpio_get = answer_get,
	.gpio_set = answer_gpio,
	.pwm_get = answer_get,
	.pwm_set = answer_pwm,
	.iio_read = answer_iio,
	.sensor_time = answer_time,
	.can_send = answer_can,
	.trace = answer_trace,
	.now_ns = answer_u64,
	.random = answer_u32,
	.pid_tgid = answer_u64,
	.uid_gid = answer_u64,
	.comm = answer_comm,
	.outputs = 3,
};

static _Noreturn void fail(const struct call *c, const char *what, u64 r)
{
	printf("%s: %s (size %u, scalar %#llx, poison %#x, %s): result %lld\n", c->row->name, what,
		c->size, (unsigned long long)c->scalar, c->poison, c->at_end ? "end" : "start",
		(long long)r);
	exit(1);
}

static void place(struct call *c, int i, u32 size, bool out)
{
	struct guard *g = &c->g[i];

	memset(pages[i], c->poison, 4096);
	g->page = pages[i];
	g->size = size;
	g->out = out;
	g->at = c->at_end ? g->page + 4096 - size : g->page;
	if (!out)
		for (u32 k = 0; k < size; k++)
			g->at[k] = k + 1 == size ? 0 : "%d%s a"[k % 6];
	c->arg[i] = (u64)(uintptr_t)g->at;
}

static void make_arg(struct call *c, int i)
{
	const struct rk_map_attr *a = c->map ? rk_map_attr(c->map) : NULL;

	switch (c->row->args[i]) {
	case RK_ARG_NONE: c->arg[i] = 0xdead0000dead0000; break; /* whatever the register held */
	case RK_ARG_MAP: c->arg[i] = (u64)(uintptr_t)c->map; break;
	case RK_ARG_MAP_KEY:
		place(c, i, a->key_size, false);
		memset(c->g[i].at, 0, a->key_size);
		break;
	case RK_ARG_MAP_VALUE: place(c, i, a->value_size, false); break;
	case RK_ARG_MAP_VALUE_OUT: place(c, i, a->value_size, true); break;
	case RK_ARG_MEM:
	case RK_ARG_MEM_OR_NULL:
	case RK_ARG_CONST_STR: place(c, i, c->size, false); break;
	case RK_ARG_MEM_OUT: place(c, i, c->size, true); break;
	case RK_ARG_MEM_OUT_U64: place(c, i, 8, true); break;
	case RK_ARG_SIZE:
	case RK_ARG_SIZE0:
	case RK_ARG_CONST_SIZE: c->arg[i] = c->size; break;
	case RK_ARG_RECORD: c->arg[i] = (u64)(uintptr_t)rk_ring_reserve(ring, c->size); break;
	default: c->arg[i] = c->scalar; break;
	}
}

static void check_result(const struct call *c, u64 r)
{
	switch (c->row->ret) {
	case RK_RET_ERR:
		if ((s64)r < -4095 || (s64)r > 0x7fffffff)
			fail(c, "result outside [-4095, S32_MAX]", r);
		break;
	case RK_RET_SIZE:
		if ((s64)r < -4095 || (s64)r > (s64)c->size)
			fail(c, "result outside [-4095, size]", r);
		break;
	case RK_RET_VALUE_OR_NULL:
		if (r && !rk_map_owns(c->map, (void *)(uintptr_t)r, rk_map_attr(c->map)->value_size,
				 false))
			fail(c, "result is no value of the map", r);
		break;
	case RK_RET_RECORD_OR_NULL:
		if (r && (r < (u64)(uintptr_t)ring->ring.data || r % 8 ||
				 r + c->size >
					 (u64)(uintptr_t)ring->ring.data + ring->attr.max_entries))
			fail(c, "result is no record", r);
		if (r)
			rk_ring_commit(ring, (void *)(uintptr_t)r, 0, true);
		break;
	}
}

static void check_memory(const struct call *c, const u8 before[ARGS][4096], u64 r)
{
	for (int i = 0; i < ARGS; i++) {
		const struct guard *g = &c->g[i];

		if (!c->g[i].page)
			continue;
		for (u32 k = 0; k < 4096; k++) {
			bool inside = &g->page[k] >= g->at && &g->page[k] < g->at + g->size;

			if (!(inside && g->out) && g->page[k] != before[i][k])
				fail(c, inside ? "input written" : "byte outside written", r);
			if (inside && g->out &&
				(c->row->ret == RK_RET_ERR || c->row->ret == RK_RET_SIZE) &&
				(s64)r < 0 && g->page[k])
				fail(c, "output not zeroed on failure", r);
		}
	}
}

/* Run once; what outputs hold afterwards goes to out. */
static u64 run(struct call *c, u8 out[ARGS][4096])
{
	static u8 before[ARGS][4096];
	u64 r;

	memset(c->g, 0, sizeof(c->g));
	for (int i = 0; i < ARGS; i++)
		make_arg(c, i);
	for (int i = 0; i < ARGS; i++)
		if (c->g[i].page)
			memcpy(before[i], c->g[i].page, 4096);
	r = rk_helper_fn_of(c->row->id)(
		c->arg[0], c->arg[1], c->arg[2], c->arg[3], c->arg[4], prog->env[0]);
	check_result(c, r);
	check_memory(c, before, r);
	for (int i = 0; i < ARGS; i++)
		if (c->g[i].out)
			memcpy(out[i], c->g[i].at, c->g[i].size);
	return r;
}

/* Under two poisons: a byte that holds the poison both times was not written. */
static void run_poisoned(struct call *c)
{
	static u8 out[2][ARGS][4096];

	for (int k = 0; k < 2; k++) {
		c->poison = k ? 0x5a : 0xa5;
		run(c, out[k]);
	}
	for (int i = 0; i < ARGS; i++)
		for (u32 k = 0; c->g[i].out && k < c->g[i].size; k++)
			if (out[0][i][k] == 0xa5 && out[1][i][k] == 0x5a)
				fail(c, "output not written whole", k);
}

static bool has(const struct rk_helper_row *row, enum rk_arg kind)
{
	for (int i = 0; i < ARGS; i++)
		if (row->args[i] == kind)
			return true;
	return false;
}

static void sizes_and_scalars(struct call *c)
{
	static const u32 sizes[] = {0, 1, 7, 8, 16, 33, 255, 2000};
	const u64 scalars[] = {0, 1, 2, 3, 4, ~0ull, 1ull << 63, 0xffffffff, (u64)(uintptr_t)source,
		(u64)(uintptr_t)source - 1, (u64)(uintptr_t)source + 4000};

	for (size_t i = 0; i < RK_ARRAY_SIZE(sizes); i++) {
		c->size = sizes[i];
		if (!c->size && (has(c->row, RK_ARG_SIZE) || has(c->row, RK_ARG_CONST_STR)))
			continue;
		for (size_t k = 0; k < RK_ARRAY_SIZE(scalars); k++) {
			c->scalar = scalars[k];
			for (int e = 0; e < 2; e++) {
				c->at_end = e;
				run_poisoned(c);
			}
		}
	}
}

static void worlds(struct call *c)
{
	static const s64 answers[] = {0, 1, -1, -4095, -4096, INT64_MIN, INT64_MAX, 1ll << 31};

	prog->rt->world = no_world;
	sizes_and_scalars(c);
	prog->rt->world = full_world;
	for (size_t i = 0; i < RK_ARRAY_SIZE(answers); i++) {
		answer = answers[i];
		sizes_and_scalars(c);
	}
}

static void row_test(const struct rk_helper_row *row)
{
	struct call c = {.row = row};
	u32 tried = 0;

	if (!rk_helper_fn_of(row->id)) {
		printf("%s: no function\n", row->name);
		exit(1);
	}
	if (!has(row, RK_ARG_MAP)) {
		worlds(&c);
		return;
	}
	for (u32 i = 0; i < prog->n_maps; i++) {
		c.map = prog->maps[i];
		if (!(row->maps & RK_MAPBIT(c.map->attr.type)))
			continue;
		tried++;
		worlds(&c);
	}
	CHECK(tried);
}

static u8 *page_make(void)
{
	u8 *p = mmap(NULL, 3 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(p != MAP_FAILED && !mprotect(p + 4096, 4096, PROT_READ | PROT_WRITE));
	return p + 4096;
}

int main(void)
{
	const struct rkb_map maps[] = {
		map_def("hash", RK_MAP_HASH, 5, 24, 2),
		map_def("array", RK_MAP_ARRAY, 4, 20, 3),
		map_def("percpu_hash", RK_MAP_PERCPU_HASH, 8, 8, 2),
		map_def("percpu_array", RK_MAP_PERCPU_ARRAY, 4, 3, 2),
		map_def("ring", RK_MAP_RINGBUF, 0, 0, 65536),
		map_def("queue", RK_MAP_QUEUE, 0, 9, 3),
		map_def("stack", RK_MAP_STACK, 0, 4, 3),
		map_def("series", RK_MAP_TIMESERIES, 3, 5, 4),
	};
	const struct rk_helper_row *row;
	struct rk_rt rt;

	for (int i = 0; i < ARGS; i++)
		pages[i] = page_make();
	source = page_make();
	memset(source, 0x33, 4096);
	CHECK(!rk_rt_init(&rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT));
	prog = prog_new(&rt, maps, RK_ARRAY_SIZE(maps), NULL);
	ring = prog->maps[4];
	for (size_t i = 0; (row = rk_helper_row_at(i)); i++) {
		*ring->ring.consumer = ring->ring.at; /* room for the next row's records */
		if (row->runnable)
			row_test(row);
		else
			CHECK(!rk_helper_fn_of(row->id));
	}
	rk_rt_unload(prog);
	rk_rt_fini(&rt);
	return 0;
}
