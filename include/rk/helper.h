/* SPDX-License-Identifier: MIT */
/* Helper functions (helper.def): argument kinds, results, contexts. Pure tables. */
#ifndef RK_HELPER_H
#define RK_HELPER_H

#include "types.h"

/* What a helper takes. Pointer arguments are checked over the whole range named. */
enum rk_arg {
	RK_ARG_NONE,
	RK_ARG_ANY,           /* any initialised value, pointers included */
	RK_ARG_SCALAR,        /* a number */
	RK_ARG_CTX,           /* the context pointer, unchanged */
	RK_ARG_MAP,           /* a map; which kinds: `maps` of the row */
	RK_ARG_MAP_KEY,       /* key_size initialised bytes */
	RK_ARG_MAP_VALUE,     /* value_size initialised bytes */
	RK_ARG_MAP_VALUE_OUT, /* value_size bytes the helper writes */
	RK_ARG_MEM,           /* readable, initialised memory; its size is the next argument */
	RK_ARG_MEM_OR_NULL,
	RK_ARG_MEM_OUT,     /* memory the helper writes entirely; its size is the next argument */
	RK_ARG_MEM_OUT_U64, /* 8 aligned bytes that the helper writes */
	RK_ARG_SIZE,        /* bytes of the argument before: at least 1 */
	RK_ARG_SIZE0,       /* may be 0 */
	RK_ARG_CONST_SIZE,  /* a compile-time constant: bytes of the record reserved */
	RK_ARG_RECORD,      /* a ring-buffer record from reserve: released by the call */
	RK_ARG_CONST_STR,   /* a NUL-terminated string in read-only map memory */
	RK_ARG_FUNC,        /* callback subprogram */
	RK_ARG_CB_CTX,      /* the callback's context: pointer to stack, or 0 */
	RK_ARG_SPIN_LOCK,
	RK_ARG_TIMER,
	RK_ARG_OPTIONAL, /* anything, also uninitialised: the lowering passes 0 where nothing is
			    known */
	RK_ARG_MAP_VALUE_OR_NULL,
	/* Trusted pointers to a struct of this type: given by the kernel, not read from memory. */
	RK_ARG_TASK,      /* task_struct */
	RK_ARG_SEQ_FILE,  /* seq_file */
	RK_ARG_PATH,      /* path */
	RK_ARG_SOCK,      /* sock_common, with which every socket begins */
	RK_ARG_PERCPU,    /* a per-CPU variable: never an address to read from */
	RK_ARG_SKB,       /* trusted: sk_buff */
	RK_ARG_CGROUP,    /* trusted: cgroup */
	RK_ARG_KREF_TASK, /* a task_struct that is held: released by the call */
	RK_ARG_KREF_CGROUP,
	RK_ARG_TYPE_ID, /* a constant: type in the target's BTF, 0 for none */
	RK_ARG_MEM_OUT_OR_NULL,
	RK_ARG_TASK_OR_NULL,
	RK_ARG_TASK_TRUSTED, /* not one that only a section of RCU keeps */
	RK_ARG_FILE,         /* trusted: file, inode, ... */
	RK_ARG_INODE,
	RK_ARG_DENTRY,
	RK_ARG_BPRM,        /* linux_binprm */
	RK_ARG_XDP,         /* xdp_buff */
	RK_ARG_CSS,         /* cgroup_subsys_state */
	RK_ARG_CPUMASK,     /* cpumask, also one of bpf_cpumask_create */
	RK_ARG_BPF_CPUMASK, /* one of bpf_cpumask_create: may be changed */
	RK_ARG_KREF_FILE,
	RK_ARG_KREF_CPUMASK,
	RK_ARG_KREF_KEY,   /* bpf_key */
	RK_ARG_MAP_OBJECT, /* a map, also one that the kernel gave */
	/* The kernel's objects on the stack (rkverify/object.c): made, used, ended. */
	RK_ARG_DYNPTR_NEW,
	RK_ARG_DYNPTR,
	RK_ARG_DYNPTR_END,
	RK_ARG_ITER_NEW,
	RK_ARG_ITER,
	RK_ARG_ITER_END,
	RK_ARG_IRQ_NEW,
	RK_ARG_IRQ_END,
	RK_ARG_DYNPTR_MEM,   /* memory of a map's value that a dynptr may name; its size is the next
			      */
	RK_ARG_SLICE_BUFFER, /* memory for a copy, or null; its size is the next argument */
	RK_ARG_CONST_SIZE0,  /* a compile-time constant: bytes of the memory that is returned */
	RK_ARG_KPTR_FIELD,   /* place of a kernel pointer in a map's value */
	RK_ARG_KPTR_CONTENT, /* what that may hold, which the program gives away; or null */
	RK_ARG_LOCAL_TYPE,   /* a constant: struct of the program's own */
	RK_ARG_ALLOC_END,    /* an object that the program allocated: released */
	RK_ARG_SKB_OR_CTX,   /* sk_buff, trusted or the context */
	RK_ARG_SOCK_OR_CTX,  /* sock_common, or the context of a packet */
	RK_ARG_MEM_INOUT, /* initialised memory that the helper writes, too; its size is the next */
	RK_ARG_BPF_SOCK,  /* a socket, as struct bpf_sock */
	RK_ARG_BPF_SOCK_HELD, /* one that is held: released by the call */
	RK_ARG_MEM_INOUT_U32, /* 4 aligned bytes of that kind */
	RK_ARG_CT,            /* connections: known, and not yet */
	RK_ARG_CT_NEW,
	RK_ARG_KREF_CT,
	RK_ARG_KREF_CT_NEW,
	RK_ARG_MEM_INOUT_ADDRESS, /* an address of 16 bytes, of that kind */
	RK_ARG_MEM_20,            /* so many initialised bytes: a header */
	RK_ARG_MEM_40,
	RK_ARG_CRYPTO, /* trusted: bpf_crypto_ctx */
	RK_ARG_DYNPTR_OR_NULL,
	/* Lists and trees of allocated objects (rkverify/graph.c). */
	RK_ARG_LIST, /* head of a list whose lock is held */
	RK_ARG_TREE,
	RK_ARG_NODE_GIVEN, /* the member of an object that is held, by which it is put in */
	RK_ARG_NODE_LENT,  /* of one that is in */
	RK_ARG_SHARED,     /* an allocated object that counts its references */
	RK_ARG_WORK,       /* place of a bpf_wq in a map's value */
};

enum rk_ret {
	RK_RET_SCALAR,         /* any 64-bit number */
	RK_RET_ERR,            /* a number in [-4095, S32_MAX], 0 for success */
	RK_RET_SIZE,           /* an error in [-4095, -1], or bytes of the MEM_OUT that were used */
	RK_RET_VOID,           /* r0 is unreadable afterwards */
	RK_RET_VALUE_OR_NULL,  /* pointer to a value of the map argument, or inner map */
	RK_RET_RECORD_OR_NULL, /* a ring-buffer record of the constant size: must be released */
	RK_RET_KPTR,           /* trusted BTF pointer, struct named by `btf` */
	RK_RET_KPTR_OR_NULL,
	RK_RET_PERCPU_OR_NULL, /* per-CPU BTF variable */
	RK_RET_PERCPU,
	RK_RET_MEM_OR_NULL,
	RK_RET_KREF_OR_NULL, /* trusted BTF pointer of `btf` that must be released */
	RK_RET_KREF,
	RK_RET_UNTRUSTED_OR_NULL, /* BTF pointer of `btf` that nothing vouches for */
	RK_RET_CAST,              /* untrusted pointer to the type that TYPE_ID named */
	RK_RET_KERN_CTX,          /* trusted pointer to the kernel's context of this hook */
	RK_RET_NEXT_OR_NULL,      /* the iterator's next element, in `btf` its type */
	RK_RET_SLICE_OR_NULL,     /* memory of the dynptr argument, of the constant size */
	RK_RET_SLICE_RO_OR_NULL,
	RK_RET_SOCK_OR_NULL,      /* socket, `btf` says of which kind: must be released */
	RK_RET_SOCK_CAST_OR_NULL, /* the argument's, or one that lives as long */
	RK_RET_PREEMPT_OFF,       /* nothing; it must be switched on again */
	RK_RET_PREEMPT_ON,
	RK_RET_LOCK, /* nothing; must be released */
	RK_RET_UNLOCK,
	RK_RET_KPTR_OLD,      /* what the field held, or null; must be released */
	RK_RET_ALLOC_OR_NULL, /* memory of the type that LOCAL_TYPE named; must be released */
	RK_RET_COOKIE,        /* pointer to 8 bytes of the program's own */
	RK_RET_RCU_LOCK,      /* nothing; the section must be ended */
	RK_RET_RCU_UNLOCK,
	RK_RET_NODE_OR_NULL,      /* the member of an object that was taken out: must be released */
	RK_RET_NODE_LENT_OR_NULL, /* of one that stays in */
	RK_RET_SHARED_OR_NULL,    /* the object, once more: must be released */
	RK_RET_THROW,             /* none: the program ends with the first argument */
};

/* Where a helper may be called (bit per reason it may not). */
enum rk_helper_ctx {
	RK_CTX_ANY = 0,
	RK_CTX_SLEEPABLE = 1 << 0, /* may sleep: never in atomic hooks */
	RK_CTX_TASK = 1 << 1, /* needs a current task: meaningless in hard interrupts, still safe */
	RK_CTX_REFUSED = 1 << 2, /* nowhere: policy */
	RK_CTX_OBJECTS = 1 << 3, /* handles kernel objects: only for programs that meet some */
	RK_CTX_TRACES = 1 << 4,  /* the same, and not for network hooks */
	RK_CTX_LSM = 1 << 5,     /* security hooks alone */
};

struct rk_helper_row {
	u32 id;
	const char *name; /* without bpf_ */
	bool runnable;    /* false: verify-only */
	u8 args[5];       /* enum rk_arg */
	u8 ret;           /* enum rk_ret */
	const char *btf;  /* struct name of a KPTR result, else "" */
	u64 maps;         /* allowed map types, RK_MAPBIT(type) each; 0 where no map argument */
	u32 contexts;     /* enum rk_helper_ctx */
	u32 cost_base;    /* worst-case cost in instructions: base */
	u32 cost_per_8b;  /* ... plus this much for each 8 bytes of sized arguments, keys and values
			   */
	u32 cost_per_step; /* ... plus this much for each step of a search (rk_map_steps) */
	u32 version;       /* counts changes of semantics */
	const char *doc;
};

/*
 * Of a search: the key's hash and the lock; a key that is neither of 4 nor of 8 bytes, which a
 * function compares; each word of one beyond the first. These are rounded up from a reading of the
 * code; what an element costs besides (cost_per_step) is counted in the module's x86-64 code.
 * A look-up takes no lock at first: it searches twice, and a third time with the lock, where
 * another CPU writes to the table meanwhile.
 */
enum {
	RK_COST_SEARCH = 100,
	RK_COST_KEY_CALL = 80,
	RK_COST_KEY_WORD = 8,
	RK_LOOKUP_SEARCHES = 3,
};

static inline u64 rk_search_cost(const struct rk_helper_row *row, u32 steps, u32 key_bytes)
{
	u64 longer = key_bytes > 8 ? (key_bytes - 1) / 8 : 0; /* words of a key beyond the first */
	u64 words = RK_COST_KEY_WORD * longer;
	u64 key = key_bytes == 4 || key_bytes == 8 ? 0 : RK_COST_KEY_CALL + words;
	u64 searches = row->ret == RK_RET_VALUE_OR_NULL ? RK_LOOKUP_SEARCHES : 1;

	if (!row->cost_per_step || !steps)
		return 0;
	return RK_COST_SEARCH + words + searches * steps * (row->cost_per_step + key);
}

/*
 * Worst-case cost of one call in instructions, besides the call itself: the formula that the
 * verifier adds up and that the interpreter holds it to. steps: elements that one search of the map
 * visits at most (rk_map_steps()), each of which may have a key that differs in its last byte;
 * bytes: of sized arguments, keys and values. Waiting for a lock that another CPU holds is not in
 * it.
 */
static inline u64 rk_helper_cost(
	const struct rk_helper_row *row, u32 steps, u32 key_bytes, u64 bytes)
{
	return row->cost_base + row->cost_per_8b * ((bytes + 7) / 8) +
	       rk_search_cost(row, steps, key_bytes);
}

/* Whose work a load through a kernel pointer is: compiled code calls rk_probe_ld* for it. */
enum { RK_PROBE_HELPER = 113 };

#endif
