// SPDX-License-Identifier: MIT
/* Disassembly with the source line and the BPF instruction above the code that came from them. */
#include <llvm-c/Disassembler.h>
#include <stdio.h>
#include <string.h>
#include "aot.h"
#include "rk/tables.h"
#include "target.h"

enum { MAX_TEXT = 128, MAX_BYTES = 10 };

struct dump {
	FILE *f;
	const struct rk_code *code;
	const struct rk_prog *p;
	LLVMDisasmContextRef disasm;
	u32 line;   /* next row of the line table */
	u32 reloc;  /* next relocation */
	u32 source; /* line last shown */
};

static void show_source(struct dump *d, u32 insn)
{
	const struct rk_line *at;
	char text[MAX_TEXT];
	u32 line;

	if (!d->p || insn >= d->p->n_insns)
		return;
	line = d->p->insns[insn].line;
	if (line < d->p->n_lines && line != d->source) {
		at = &d->p->lines[line];
		fprintf(d->f, "; %s:%u: %s\n", at->file, at->line,
			at->text + strspn(at->text, " \t"));
		d->source = line;
	}
	if (d->p->obj && rk_insn_format(text, sizeof(text), &d->p->insns[insn], d->p->obj) > 0)
		fprintf(d->f, "; %u: %s\n", insn, text);
}

static void show_lines(struct dump *d, u32 offset)
{
	const struct rk_code *c = d->code;

	while (d->line < c->n_lines && c->lines[d->line].offset <= offset) {
		if (c->lines[d->line].offset == offset)
			show_source(d, c->lines[d->line].insn);
		d->line++;
	}
}

static void show_reloc(struct dump *d, u32 offset)
{
	const struct rk_code *c = d->code;
	const struct rk_helper_row *row;
	u32 id;

	while (d->reloc < c->n_relocs && c->relocs[d->reloc].offset < offset)
		d->reloc++;
	if (d->reloc == c->n_relocs || c->relocs[d->reloc].offset != offset)
		return;
	if (c->relocs[d->reloc].kind == RKB_RELOC_RET) {
		fputs("  ; return slot", d->f);
		return;
	}
	id = c->imports[c->relocs[d->reloc].import].id;
	row = rk_helper_row(id);
	if (row)
		fprintf(d->f, "  ; bpf_%s", row->name);
	else
		fprintf(d->f, "  ; rk_probe_ld%u", id & 0xf);
}

/* One instruction; its length. */
static u32 show_insn(struct dump *d, u32 offset, u32 end)
{
	char text[MAX_TEXT] = "";
	size_t n = LLVMDisasmInstruction(
		d->disasm, d->code->text + offset, end - offset, offset, text, sizeof(text));
	u32 bytes = n ? (u32)n : 1;

	fprintf(d->f, "%6x:", offset);
	for (u32 i = 0; i < MAX_BYTES; i++) {
		if (i < bytes)
			fprintf(d->f, " %02x", d->code->text[offset + i]);
		else
			fputs("   ", d->f);
	}
	for (char *s = text; *s; s++)
		*s = *s == '\t' ? ' ' : *s;
	fprintf(d->f, " %s", n ? text : " (not an instruction)");
	show_reloc(d, offset);
	fputc('\n', d->f);
	return bytes;
}

static void show_range(struct dump *d, u32 from, u32 to)
{
	while (from < to) {
		show_lines(d, from);
		from += show_insn(d, from, to);
	}
}

void rk_code_dump(FILE *f, const struct rk_code *code, const struct rk_prog *p)
{
	const struct rk_target *t = rk_target(code->arch);
	struct dump d = {.f = f, .code = code, .p = p, .source = RK_NO_LINE};

	if (!t)
		return;
	t->init();
	d.disasm = LLVMCreateDisasm(t->triple, NULL, 0, NULL, NULL);
	if (!d.disasm)
		return;
	LLVMSetDisasmOptions(d.disasm, LLVMDisassembler_Option_PrintImmHex);
	for (u32 i = 0; i < code->n_funcs; i++) {
		fprintf(f, "%s<%s>: %s, %u bytes\n", i ? "\n" : "", code->funcs[i].name, t->name,
			code->funcs[i].size);
		show_range(&d, code->funcs[i].offset, code->funcs[i].offset + code->funcs[i].size);
	}
	if (!code->n_funcs)
		show_range(&d, 0, code->size);
	LLVMDisasmDispose(d.disasm);
}
