// SPDX-License-Identifier: MIT
/*
 * The line program of DWARF 4, as far as one table of one section needs it: rows (offset, slot).
 * Everything is bounds-checked; a row's line is a BPF slot + 1, 0 means no slot.
 */
#include "opt.h"

enum {
	MAX_OPS = 64,
};

enum lns {
	LNS_EXTENDED,
	LNS_COPY,
	LNS_ADVANCE_PC,
	LNS_ADVANCE_LINE,
	LNS_SET_FILE,
	LNS_SET_COLUMN,
	LNS_NEGATE,
	LNS_BLOCK,
	LNS_CONST_ADD_PC,
	LNS_FIXED_ADVANCE_PC
};
enum lne { LNE_END_SEQUENCE = 1, LNE_SET_ADDRESS };

struct reader {
	const u8 *p, *end;
	bool bad;
};

struct machine {
	struct reader r;
	struct rk_code *out;
	u32 capacity;
	u64 address;
	s64 line;
	u8 min_inst, line_range, opcode_base;
	s8 line_base;
	u8 lengths[MAX_OPS];
};

static u64 get(struct reader *r, u32 bytes)
{
	u64 v = 0;

	if ((size_t)(r->end - r->p) < bytes) {
		r->bad = true;
		r->p = r->end;
		return 0;
	}
	for (u32 i = 0; i < bytes; i++)
		v |= (u64)r->p[i] << 8 * i;
	r->p += bytes;
	return v;
}

static u64 get_leb(struct reader *r, bool is_signed)
{
	u64 v = 0;
	u32 shift = 0;
	u8 byte;

	do {
		byte = (u8)get(r, 1);
		if (shift < 64)
			v |= (u64)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80 && !r->bad);
	if (is_signed && shift < 64 && (byte & 0x40))
		v |= ~(u64)0 << shift;
	return v;
}

static void row(struct machine *m)
{
	struct rk_code *c = m->out;

	if (m->line <= 0 || m->address >= c->size || c->n_lines == m->capacity)
		return;
	if (c->n_lines && c->lines[c->n_lines - 1].offset == m->address)
		c->n_lines--;
	c->lines[c->n_lines++] =
		(struct rk_code_line){.offset = (u32)m->address, .insn = (u32)(m->line - 1)};
}

static void extended(struct machine *m)
{
	u64 size = get_leb(&m->r, false);
	const u8 *next;

	if (!size || size > (u64)(m->r.end - m->r.p)) {
		m->r.bad = true;
		return;
	}
	next = m->r.p + size;
	switch (get(&m->r, 1)) {
	case LNE_END_SEQUENCE:
		m->address = 0;
		m->line = 1;
		break;
	case LNE_SET_ADDRESS: m->address = get(&m->r, size > 8 ? 8 : (u32)size - 1); break;
	default: break;
	}
	m->r.p = next;
}

static void standard(struct machine *m, u8 op)
{
	switch (op) {
	case LNS_EXTENDED: extended(m); break;
	case LNS_COPY: row(m); break;
	case LNS_ADVANCE_PC: m->address += get_leb(&m->r, false) * m->min_inst; break;
	case LNS_ADVANCE_LINE: m->line += (s64)get_leb(&m->r, true); break;
	case LNS_CONST_ADD_PC:
		m->address += (u64)((255 - m->opcode_base) / m->line_range) * m->min_inst;
		break;
	case LNS_FIXED_ADVANCE_PC: m->address += get(&m->r, 2); break;
	default:
		for (u8 n = 0; op < MAX_OPS && n < m->lengths[op]; n++)
			get_leb(&m->r, false);
	}
}

static void run(struct machine *m)
{
	while (m->r.p < m->r.end && !m->r.bad) {
		u8 op = (u8)get(&m->r, 1);

		if (op < m->opcode_base) {
			standard(m, op);
			continue;
		}
		op -= m->opcode_base;
		m->address += (u64)(op / m->line_range) * m->min_inst;
		m->line += m->line_base + op % m->line_range;
		row(m);
	}
}

int rk_lines_read(struct rk_code *out, struct rk_arena *a, const u8 *bytes, size_t size)
{
	struct machine m = {.r = {bytes, bytes + size, false}, .out = out, .line = 1};
	const u8 *program;
	u64 length;

	if (!size)
		return 0;
	length = get(&m.r, 4);
	if (length > size - 4 || get(&m.r, 2) != 4)
		return RK_EBACKEND;
	m.r.end = m.r.p - 2 + length;
	length = get(&m.r, 4);
	if (m.r.bad || length > (u64)(m.r.end - m.r.p))
		return RK_EBACKEND;
	program = m.r.p + length;
	m.min_inst = (u8)get(&m.r, 1);
	get(&m.r, 2); /* operations per instruction, default_is_stmt */
	m.line_base = (s8)get(&m.r, 1);
	m.line_range = (u8)get(&m.r, 1);
	m.opcode_base = (u8)get(&m.r, 1);
	if (m.r.bad || !m.line_range || !m.opcode_base)
		return RK_EBACKEND;
	for (u8 i = 1; i < m.opcode_base; i++) {
		u8 n = (u8)get(&m.r, 1);

		if (i < MAX_OPS)
			m.lengths[i] = n;
	}
	m.capacity = (u32)size;
	out->lines = rk_alloc_array(a, m.capacity, sizeof(*out->lines));
	m.r.p = program;
	run(&m);
	return m.r.bad ? RK_EBACKEND : 0;
}
