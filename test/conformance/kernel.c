// SPDX-License-Identifier: MIT
/* Encoding a decoded program again, its maps, and one system call; see kernel.h. */
#include "kernel.h"
#include <ctype.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "rk/tables.h"

enum { LOG_BYTES = 1 << 20 };

static int bpf(int cmd, union bpf_attr *attr)
{
	return (int)syscall(__NR_bpf, cmd, attr, sizeof(*attr));
}

static int make_map(const struct rk_map_def *m)
{
	union bpf_attr attr = {.map_type = m->type,
		.key_size = m->key_size,
		.value_size = m->value_size,
		.max_entries = m->max_entries,
		.map_flags = m->flags | (m->use == RK_MAP_RODATA ? BPF_F_RDONLY_PROG : 0)};
	int fd = m->type < 0x1000 ? bpf(BPF_MAP_CREATE, &attr) : -1;
	u32 key = 0;

	if (fd < 0 || m->use != RK_MAP_RODATA)
		return fd;
	attr = (union bpf_attr){
		.map_fd = (u32)fd, .key = (u64)(uintptr_t)&key, .value = (u64)(uintptr_t)m->init};
	if (m->init)
		bpf(BPF_MAP_UPDATE_ELEM, &attr);
	attr = (union bpf_attr){.map_fd = (u32)fd};
	bpf(BPF_MAP_FREEZE, &attr);
	return fd;
}

static u8 width(u8 size)
{
	return size == 8 ? 0x18 : size == 4 ? 0x00 : size == 2 ? 0x08 : 0x10;
}

static u8 code_of(const struct rk_insn *in)
{
	static const u8 ends[] = {[RK_END_LE] = 0xd4, [RK_END_BE] = 0xdc, [RK_END_BSWAP] = 0xd7};
	u8 reg = in->flags & RK_INSN_SRC_REG ? 8 : 0, alu = in->size == 8 ? 0x07 : 0x04;

	switch (in->kind) {
	case RK_INSN_ALU: return (u8)(in->op << 4 | reg | alu);
	case RK_INSN_MOVSX: return 0xb8 | alu;
	case RK_INSN_END: return ends[in->op];
	case RK_INSN_LDDW: return 0x18;
	case RK_INSN_LDX: return (in->flags & RK_INSN_SIGNED ? 0x81 : 0x61) | width(in->size);
	case RK_INSN_ST: return 0x62 | width(in->size);
	case RK_INSN_STX: return 0x63 | width(in->size);
	case RK_INSN_ATOMIC: return 0xc3 | width(in->size);
	case RK_INSN_JA: return 0x05;
	case RK_INSN_COND: return (u8)(in->op << 4 | reg | (in->size == 8 ? 0x05 : 0x06));
	case RK_INSN_CALL_SUB: return 0x85;
	case RK_INSN_EXIT: return 0x95;
	default: return 0;
	}
}

static void encode_wide(struct bpf_insn *out, const struct rk_insn *in, u32 slot, const int *maps)
{
	switch (in->ref_kind) {
	case RK_REF_MAP:
	case RK_REF_MAP_VALUE:
		out[0].src_reg =
			in->ref_kind == RK_REF_MAP ? BPF_PSEUDO_MAP_FD : BPF_PSEUDO_MAP_VALUE;
		out[0].imm = maps[in->ref];
		out[1].imm = in->ref_kind == RK_REF_MAP ? 0 : (s32)in->imm;
		return;
	case RK_REF_FUNC:
		out[0].src_reg = BPF_PSEUDO_FUNC;
		out[0].imm = in->target - (s32)slot - 1;
		return;
	default: out[0].imm = (s32)in->imm; out[1].imm = (s32)(in->imm >> 32);
	}
}

/* Functions of the kernel are called by the number of their type. */
static void encode_call(struct bpf_insn *out, const struct rk_insn *in, const struct rk_btf *target)
{
	const struct rk_helper_row *row = in->ref >= RK_KFUNCS ? rk_helper_row(in->ref) : NULL;
	char name[64];

	out->code = BPF_JMP | BPF_CALL;
	out->imm = (s32)in->ref;
	if (!row || !target)
		return;
	snprintf(name, sizeof(name), "bpf_%s", row->name);
	out->src_reg = BPF_PSEUDO_KFUNC_CALL;
	out->imm = (s32)rk_btf_find(target, name, RK_BTF_FUNC, 0);
}

static void encode(struct bpf_insn *out, const struct rk_insn *in, u32 slot, const int *maps)
{
	s32 away = in->target - (s32)slot - 1;

	out->code = code_of(in);
	out->dst_reg = in->dst;
	out->src_reg = in->src;
	out->imm = (s32)in->imm;
	switch (in->kind) {
	case RK_INSN_ALU: out->off = in->flags & RK_INSN_SIGNED ? 1 : 0; break;
	case RK_INSN_MOVSX: out->off = (s16)(in->msize * 8); break;
	case RK_INSN_LDDW: encode_wide(out, in, slot, maps); break;
	case RK_INSN_LDX:
	case RK_INSN_ST:
	case RK_INSN_STX: out->off = in->off; break;
	case RK_INSN_ATOMIC:
		out->off = in->off;
		out->imm = in->op << 4 | (in->flags & RK_INSN_FETCH ? 1 : 0);
		break;
	case RK_INSN_JA:
	case RK_INSN_COND: out->off = (s16)away; break;
	case RK_INSN_CALL_SUB:
		out->src_reg = BPF_PSEUDO_CALL;
		out->imm = away;
		break;
	default: break;
	}
}

/* Numbers differ from program to program: what remains is the cause. */
const char *kernel_cause(struct rk_arena *a, char *log)
{
	char *end = strstr(log, "\nprocessed "), *line, *out, *at;

	if (end)
		*end = 0;
	line = strrchr(log, '\n');
	line = line ? line + 1 : log;
	at = out = rk_alloc(a, strlen(line) + 1);
	while (*line) {
		bool number = isdigit((unsigned char)*line);

		*at++ = number ? 'N' : *line;
		line += number ? strspn(line, "0123456789abcdefx") : 1;
	}
	return out;
}

/* int f(): the least that the kernel wants to know of functions whose address is taken. */
static int make_btf(void)
{
	static const struct {
		struct btf_header header;
		u32 types[4 + 3 + 3];
		char strings[8];
	} blob = {.header = {.magic = BTF_MAGIC,
			  .version = BTF_VERSION,
			  .hdr_len = sizeof(struct btf_header),
			  .type_len = sizeof(blob.types),
			  .str_off = sizeof(blob.types),
			  .str_len = sizeof(blob.strings)},
		.types = {1, BTF_KIND_INT << 24, 4, BTF_INT_SIGNED << 24 | 32, 0,
			BTF_KIND_FUNC_PROTO << 24, 1, 5, BTF_KIND_FUNC << 24, 2},
		.strings = "\0int\0f"};
	union bpf_attr attr = {.btf = (u64)(uintptr_t)&blob, .btf_size = sizeof(blob)};

	return bpf(BPF_BTF_LOAD, &attr);
}

static int load(const struct kernel *k, const struct rk_prog *p, struct bpf_insn *insns, char *log)
{
	struct bpf_func_info info[8];
	union bpf_attr attr = {.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
		.insns = (u64)(uintptr_t)insns,
		.insn_cnt = p->n_insns,
		.license = (u64)(uintptr_t)"GPL",
		.log_buf = (u64)(uintptr_t)log,
		.log_size = log ? LOG_BYTES : 0,
		.log_level = log ? 1 : 0};

	for (u32 i = 0; i < p->n_funcs && i < RK_ARRAY_SIZE(info); i++)
		info[i] = (struct bpf_func_info){p->funcs[i].start, 3};
	if (p->n_funcs > 1 && p->n_funcs <= RK_ARRAY_SIZE(info)) {
		attr.prog_btf_fd = (u32)k->btf;
		attr.func_info = (u64)(uintptr_t)info;
		attr.func_info_rec_size = sizeof(info[0]);
		attr.func_info_cnt = p->n_funcs;
	}
	return bpf(BPF_PROG_LOAD, &attr);
}

static void close_maps(struct kernel *k)
{
	while (k->n)
		close(k->fds[--k->n]);
}

void kernel_close(struct kernel *k)
{
	close_maps(k);
	if (k->btf > 0)
		close(k->btf);
}

static bool open_maps(struct kernel *k, const struct rk_obj *obj)
{
	if (obj->n_maps > KERNEL_MAPS)
		return false;
	if (k->n == obj->n_maps && !memcmp(k->defs, obj->maps, k->n * sizeof(k->defs[0])))
		return true;
	for (close_maps(k); k->n < obj->n_maps; k->n++) {
		k->defs[k->n] = obj->maps[k->n];
		k->fds[k->n] = make_map(&k->defs[k->n]);
		if (k->fds[k->n] < 0)
			return false;
	}
	return true;
}

enum kernel_verdict kernel_judge(
	struct kernel *k, const struct rk_prog *p, struct rk_arena *a, const char **why)
{
	struct bpf_insn *insns = rk_alloc_array(a, p->n_insns, sizeof(*insns));
	char *log;
	int fd;

	*why = "";
	if (!k->btf)
		k->btf = make_btf();
	if (!p->obj || k->btf < 0 || !open_maps(k, p->obj))
		return KERNEL_SILENT;
	for (u32 i = 0; i < p->n_insns; i++)
		if (p->insns[i].kind == RK_INSN_CALL)
			encode_call(&insns[i], &p->insns[i], p->obj->target);
		else if (p->insns[i].kind != RK_INSN_PAD)
			encode(&insns[i], &p->insns[i], i, k->fds);
	fd = load(k, p, insns, NULL);
	if (fd >= 0) {
		close(fd);
		return KERNEL_ACCEPTS;
	}
	log = rk_alloc(a, LOG_BYTES);
	fd = load(k, p, insns, log);
	if (fd >= 0)
		close(fd);
	*why = kernel_cause(a, log);
	return **why ? KERNEL_REJECTS : KERNEL_SILENT;
}
