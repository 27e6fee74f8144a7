/* SPDX-License-Identifier: MIT */
/*
 * What the stages of rk_obj_read() share: sections are decoded once, relocations are applied to the
 * decoded instructions, and programs are linked out of them. What is wrong with an instruction is
 * remembered at its slot, and becomes a diagnostic of each program that contains the slot.
 */
#ifndef RK_OBJ_READ_H
#define RK_OBJ_READ_H

#include "elf.h"
#include "insn.h"

/* Why an instruction cannot be used; id 0: nothing is wrong. */
struct rk_fault {
	int id; /* enum rk_diag_id */
	const char *text;
};

/* One executable section. In CALL_SUB and REF_FUNC, ref is an index in reader.funcs. */
struct rk_code {
	bool builtin; /* of builtin.c, in no section */
	u32 section;
	u32 n; /* slots */
	struct rk_insn *insns;
	struct rk_fault *faults; /* per slot */
	const char **poisons;    /* per slot: text of a failed CO-RE relocation */
	bool *core;              /* per slot: depends on the target's BTF */
	bool *relocated;         /* per slot: an ELF relocation was applied */
	u32 *btf_funcs;          /* per slot: FUNC that begins here, from func_info */
};

struct rk_code_func {
	const char *name;
	u32 code; /* index in reader.codes */
	u32 start, end;
	bool global;
	u8 builtin; /* enum rk_builtin */
};

/* A map and where relocations find it. */
struct rk_map_place {
	u32 section;
	u64 value;             /* symbol value; 0 for data sections */
	struct rk_fault fault; /* why programs that use it cannot be read */
	bool referenced;
};

struct rk_reader {
	struct rk_obj *obj;
	struct rk_arena *a;
	const struct rk_obj_opts *opts;
	struct rk_diags *diags;
	struct rk_elf elf;
	struct rk_code *codes;
	u32 n_codes;
	u32 *code_of;               /* per section: index in codes, or RK_NO_CODE */
	struct rk_code_func *funcs; /* sorted by (code, start) */
	u32 n_funcs;
	struct rk_map_place *places; /* one per map of obj */
	u32 kconfig_map[2];          /* index of the map of unknown values, and of known ones */
	u8 *ksyms;                   /* per symbol: enum rk_ksym */
	struct rk_kernel kernel;     /* as the options say, and what was read besides */
	struct rk_line *lines;
	u32 n_lines, max_lines;
	u32 builtins; /* the first of RK_N_BUILTINS functions */
	u64 linked;   /* slots of all programs so far */
};
#define RK_NO_CODE 0xffffffffu
enum { RK_N_BUILTINS = 3 };

void rk_code_fault(struct rk_code *c, u32 slot, int id, const char *text);
/* One more stretch of code, decoded. */
struct rk_code *rk_code_add(struct rk_reader *r, const u8 *bytes, u32 n);
/* builtin.c: kernel functions that are linked into programs; the function, or RK_NO_CODE. */
void rk_builtins_add(struct rk_reader *r);
u32 rk_builtin_find(const struct rk_reader *r, const char *name);
/* The function that begins at this slot, RK_NO_CODE where none does. */
u32 rk_code_func(const struct rk_reader *r, u32 code, u64 slot);

int rk_code_read(struct rk_reader *r);     /* decode executable sections, find functions */
int rk_maps_read(struct rk_reader *r);     /* .maps and global data */
void rk_kconfig_read(struct rk_reader *r); /* .kconfig externs as a read-only map */
/* symbols.c: which externs without a type the kernel has. */
enum rk_ksym { RK_KSYM_UNKNOWN, RK_KSYM_ABSENT, RK_KSYM_PRESENT };
void rk_ksyms_read(struct rk_reader *r);
bool rk_ksym_is_untyped(const struct rk_reader *r, const struct rk_elf_symbol *s);
void rk_relocs_apply(struct rk_reader *r);
int rk_ext_read(struct rk_reader *r); /* .BTF.ext: lines, functions, CO-RE */
void rk_progs_link(struct rk_reader *r);
void rk_ctx_read(struct rk_reader *r, struct rk_prog *p); /* ctx.c: p has hook and instructions */

/* Extern symbols (extern.c). */
void rk_extern_wide(
	struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s);
void rk_extern_call(
	struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s);
/* One record of .BTF.ext (core.c). */
void rk_core_apply(struct rk_reader *r, struct rk_code *c, u32 slot, const u8 *record);
/* Replace an instruction by a call of RK_POISON that says why (core.c). */
void rk_core_poison(struct rk_code *c, u32 slot, const char *text);

#endif
