/* SPDX-License-Identifier: MIT */
/*
 * The value of the first stage: a BPF object, and its programs ready to verify. rk_obj_read()
 * resolves everything (maps, global data, subprograms, CO-RE), so later stages see instructions
 * and tables only. All memory is in the arena given to it.
 */
#ifndef RK_PROG_H
#define RK_PROG_H

#include "btf.h"
#include "diag.h"
#include "rk/blob.h"
#include "rk/hook.h"
#include "rk/insn.h"
#include "rk/limits.h"

enum rk_map_use { RK_MAP_USER, RK_MAP_DATA, RK_MAP_BSS, RK_MAP_RODATA };

/* What of a value is the kernel's (field.c). */
enum rk_field_kind {
	RK_FIELD_NONE,
	RK_FIELD_LOCK,
	RK_FIELD_RES_LOCK,
	RK_FIELD_TIMER,
	RK_FIELD_WQ,
	RK_FIELD_TASK_WORK,
	RK_FIELD_KPTR, /* a kernel object that the value holds */
	RK_FIELD_KPTR_UNTRUSTED,
	RK_FIELD_KPTR_PERCPU,
	RK_FIELD_UPTR,
	RK_FIELD_LIST,
	RK_FIELD_LIST_NODE,
	RK_FIELD_TREE,
	RK_FIELD_TREE_NODE,
	RK_FIELD_REFCOUNT,
};
u8 rk_field_kind(const struct rk_btf *b, u32 id);       /* of this type, qualifiers skipped */
bool rk_btf_has_fields(const struct rk_btf *b, u32 id); /* anywhere in it */

/* A variable of global data with such fields. */
struct rk_var {
	u32 type;
	s64 off;
	u32 id; /* of the VAR */
};

/* A map of the object. Global data sections are arrays with one element. */
struct rk_map_def {
	char name[RK_MAX_NAME];
	u32 type; /* enum rk_map_type */
	u32 key_size, value_size, max_entries, flags;
	u32 scope;              /* enum rkb_scope */
	u32 key_btf, value_btf; /* type ids in the object's BTF, 0 where unknown */
	u8 layout_hash[8];
	u8 use;              /* enum rk_map_use */
	const u8 *init;      /* value_size bytes of initial value, NULL for zeros */
	struct rk_var *vars; /* global data */
	u32 n_vars;
	bool has_fields;          /* a part of the value is the kernel's */
	struct rk_map_def *inner; /* template of map-in-map, else NULL */
};

/* A position in the source, from .BTF.ext. */
struct rk_line {
	const char *file;
	u32 line, column;
	const char *text; /* the source line, "" where absent */
};

/* A function: the program itself (index 0) or a subprogram it reaches. */
/* Kernel functions whose code came along with the program (builtin.c). */
enum rk_builtin { RK_NOT_BUILTIN, RK_ITER_NEW, RK_ITER_NEXT, RK_ITER_DESTROY };

struct rk_func {
	const char *name;
	u32 start, end; /* slots [start, end) */
	u32 btf_func;   /* type id of its FUNC, 0 where unknown */
	bool global;    /* non-static: verified on its own in Linux */
	bool callback;  /* its address is taken */
	u8 builtin;     /* enum rk_builtin */
};

/*
 * An instruction that is legal as long as no execution gets there is a CALL of this helper number
 * (libbpf's), and then the diagnostic in imm with the text: its CO-RE relocation has no answer on
 * the target (NO_FIELD), or it writes to r10 (BAD_INSN).
 */
#define RK_POISON 0xbad2310u
struct rk_poison {
	u32 insn;
	const char *text; /* "struct task_struct.__state: no such field on the target" */
};

/* What a tracepoint is sometimes given for a pointer: bit per argument. */
struct rk_quirks {
	u64 null, error; /* nothing; the number of an error */
};

struct rk_prog {
	const char *name; /* C function name */
	const char *section;
	struct rk_hook hook;
	struct rk_obj *obj;
	struct rk_insn *insns;
	u32 n_insns;           /* slots, subprograms included */
	struct rk_func *funcs; /* funcs[0].start == 0; sorted by start */
	u32 n_funcs;
	struct rk_line *lines; /* insns[i].line indexes it */
	u32 n_lines;
	bool kernel_specific; /* CO-RE or .kconfig was applied, pt_regs / raw arguments are used */
	struct rk_quirks quirks; /* tp_btf: of its arguments */
	u32 ctx_btf;   /* BTF_ARGS hooks: FUNC_PROTO in the target BTF, 0 where not found */
	u8 n_raw_args; /* RAW_TP: arguments of the tracepoint where the target BTF says, else 12 */
	u8 n_args; /* tracepoints: arguments whose type the target BTF says, from the first on */
	u8 args[RKB_ARGS];         /* as in the manifest */
	struct rk_poison *poisons; /* failed CO-RE relocations, sorted by insn */
	u32 n_poisons;
	/* from the source's RK_* options (rk.bpf.h) */
	u64 worst_case;   /* limit asked for, 0 = the hook's default */
	u32 fail_action;  /* enum rkb_fail */
	u32 run_limit_ns; /* 0: what rkcc gives it */
};

struct rk_obj {
	const char *path;
	struct rk_arena *arena;
	const char *license;
	struct rk_btf btf;           /* btf.n == 0 where the object has none */
	const struct rk_btf *target; /* the target kernel's BTF, NULL where not given */
	struct rk_map_def *maps;
	u32 n_maps;
	struct rk_prog *progs;
	u32 n_progs;
};

/* A part of a map's value that is the kernel's. */
struct rk_kfield {
	u8 kind;
	u32 type; /* in the object's BTF */
	s64 off;  /* in the value */
	bool exact;
};
/*
 * Has such a map parts of this kind? Linux's lists: others copy and free their values as bytes, and
 * so would forge a pointer, lose an object or free a timer that runs. No type: memory of the
 * program's own.
 */
bool rk_map_knows(const struct rk_map_def *m, u8 kind);
/* Of this place and no other; does any lie in [lo, end)? */
bool rk_map_field(const struct rk_btf *b, const struct rk_map_def *m, s64 off, s64 size,
	struct rk_kfield *out);
/* The head of a list, or root of a tree: what it holds, and the member by which it does. */
struct rk_holds {
	u8 kind;
	u32 type; /* in the object's BTF */
	s64 node; /* offset in it */
};
bool rk_map_graph(const struct rk_btf *b, const struct rk_map_def *m, s64 off, struct rk_holds *g);
/* One of this kind in [lo, end)? */
bool rk_map_has_field(const struct rk_btf *b, const struct rk_map_def *m, u8 kind, s64 lo, s64 end);
/* One of which `is` says so, anywhere? */
bool rk_map_some_field(const struct rk_btf *b, const struct rk_map_def *m,
	bool (*is)(const void *who, const struct rk_kfield *f), const void *who);
bool rk_map_is_special(const struct rk_btf *b, const struct rk_map_def *m, s64 lo, s64 end);

struct rk_target;

struct rk_obj_opts {
	enum rk_arch arch;              /* pt_regs layout; default RK_ARCH_X86_64 */
	const struct rk_btf *target;    /* for CO-RE; may be NULL */
	const struct rk_btf *records;   /* without a target: of trace records alone; may be NULL */
	const struct rk_btf *headers;   /* without one: what its headers declare; may be NULL */
	const char *hook;               /* overrides every section's hook ("--hook") or NULL */
	const struct rk_kernel *kernel; /* for extern symbols; may be NULL */
	const struct rk_target *robot;  /* a profile that sections are held against; may be NULL */
};

/* The target kernel's identity and configuration; any member may be NULL: not known. */
struct rk_kernel {
	const char *release, *version; /* uname -r, uname -v */
	const char *config;            /* text of its .config */
	const char *symbols;           /* file with its symbols, as /proc/kallsyms */
	bool running;                  /* it is the one that runs here, which can be asked */
};

/*
 * Types of a kernel from FILE, or of it and one of its modules from FILE,MODULE. Its identity, too:
 * the running one's for /sys/kernel/btf/vmlinux, else the two lines of FILE.release beside it;
 * where neither says, that does not change. RK_EINPUT: *why.
 */
int rk_kernel_types(struct rk_kernel *k, struct rk_btf *btf, struct rk_arena *a, const char *files,
	const char **why);
/*
 * The text of a .config, packed by gzip or not. NULL: it cannot be read, or has 4 MiB or more, of
 * which what is cut off would count as not set.
 */
const char *rk_kernel_read_config(struct rk_arena *a, const char *path);
/* Does the file begin as /proc/kallsyms does? */
bool rk_kernel_lists_symbols(const char *path);
/* The .config of the running kernel of this release, where it can be read, or NULL. */
const char *rk_kernel_running_config(struct rk_arena *a, const char *release);
/* Is the value of this .kconfig extern determined? *value is its text, NULL where it is not set. */
bool rk_kernel_config(
	const struct rk_kernel *k, struct rk_arena *a, const char *name, const char **value);

/* May a network program write so many bytes of this struct of the target? */
bool rk_kernel_writable(const struct rk_btf *b, u32 type, s64 off, s64 size);

/* A sample's context: the registers, on no target less than x86-64's, a period and an address. */
enum { RK_SAMPLE_NUMBERS = 2 * 8, RK_SAMPLE_LEAST = 168 + RK_SAMPLE_NUMBERS };
u32 rk_kernel_sample_bytes(const struct rk_btf *b); /* b: the target's, or NULL */

/*
 * Read an object from memory. The bytes must outlive the object. Programs whose relocations fail
 * are left out with a diagnostic each, the others are kept. 0, or the error of the whole object
 * (RK_EINPUT: diagnostics say why).
 */
int rk_obj_read(struct rk_obj *obj, struct rk_arena *a, const void *bytes, size_t size,
	const struct rk_obj_opts *opts, struct rk_diags *diags);

/* Decode n slots of little-endian bytecode. On failure *bad is the slot and *why static text. */
int rk_insn_decode(const u8 *bytes, u32 n_slots, struct rk_insn *out, u32 *bad, const char **why);
/* "r0 = *(u32 *)(r1 + 8)"; returns bytes as snprintf. */
int rk_insn_format(char *buf, size_t size, const struct rk_insn *insn, const struct rk_obj *obj);
/* Why instruction `insn` is poisoned, NULL where it is not. */
const char *rk_prog_poison(const struct rk_prog *p, u32 insn);
/* The whole program, one instruction a line. */
void rk_prog_dump(FILE *f, const struct rk_prog *p);
struct rk_loc rk_prog_loc(const struct rk_prog *p, u32 insn);

static inline bool rk_quirk(u64 args, u32 arg)
{
	return arg < 64 && args >> arg & 1;
}
/* Read a whole file; NULL on failure with errno set. */
u8 *rk_read_file(struct rk_arena *a, const char *path, size_t *size);
/*
 * A program straight from bytecode (tests, conformance): no maps, no BTF, hook NONE.
 * RK_EINPUT with *why on bad encodings or control flow between functions.
 */
int rk_prog_from_bytes(
	struct rk_prog *p, struct rk_arena *a, const u8 *bytes, u32 n_slots, const char **why);

#endif
