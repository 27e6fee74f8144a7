// SPDX-License-Identifier: MIT
/* Types whose bytes are the kernel's where they stand in a map value: locks, kernel pointers, ...
 */
#include <string.h>
#include "prog.h"

static const struct {
	const char *name;
	u8 kind;
} structs[] = {
	{"bpf_spin_lock", RK_FIELD_LOCK},
	{"bpf_res_spin_lock", RK_FIELD_RES_LOCK},
	{"bpf_timer", RK_FIELD_TIMER},
	{"bpf_wq", RK_FIELD_WQ},
	{"bpf_task_work", RK_FIELD_TASK_WORK},
	{"bpf_list_head", RK_FIELD_LIST},
	{"bpf_list_node", RK_FIELD_LIST_NODE},
	{"bpf_rb_root", RK_FIELD_TREE},
	{"bpf_rb_node", RK_FIELD_TREE_NODE},
	{"bpf_refcount", RK_FIELD_REFCOUNT},
};

static const struct {
	const char *tag;
	u8 kind;
} tags[] = {
	{"kptr", RK_FIELD_KPTR},
	{"kptr_untrusted", RK_FIELD_KPTR_UNTRUSTED},
	{"percpu_kptr", RK_FIELD_KPTR_PERCPU},
	{"uptr", RK_FIELD_UPTR},
};

u8 rk_field_kind(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, id), tag;

	if (t.kind == RK_BTF_STRUCT)
		for (u32 i = 0; i < RK_ARRAY_SIZE(structs); i++)
			if (!strcmp(structs[i].name, t.name))
				return structs[i].kind;
	if (t.kind != RK_BTF_PTR)
		return RK_FIELD_NONE;
	tag = rk_btf_type(b, t.size_or_type);
	for (u32 i = 0; tag.kind == RK_BTF_TYPE_TAG && i < RK_ARRAY_SIZE(tags); i++)
		if (!strcmp(tags[i].tag, tag.name))
			return tags[i].kind;
	return RK_FIELD_NONE;
}

/* Of what is too large to be looked at whole the answer is yes. */
bool rk_btf_has_fields(const struct rk_btf *b, u32 id)
{
	enum { PARTS = 64 };
	u32 parts[PARTS], n = 0, count;

	parts[n++] = id;
	while (n) {
		u32 at = rk_btf_skip(b, parts[--n]);
		struct rk_btf_type t = rk_btf_type(b, at);

		if (rk_field_kind(b, at))
			return true;
		if (t.kind == RK_BTF_ARRAY)
			rk_btf_array(&t, &parts[n++], &count);
		if (t.kind != RK_BTF_STRUCT && t.kind != RK_BTF_UNION)
			continue;
		if (n + t.vlen > PARTS)
			return true;
		for (u32 i = 0; i < t.vlen; i++)
			parts[n++] = rk_btf_member(b, &t, i).type;
	}
	return false;
}
