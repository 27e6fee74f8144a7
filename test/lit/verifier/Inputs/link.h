// SPDX-License-Identifier: MIT
// An object that gets another of type OWNED, by the member PLACE.
#include <rk/rk.bpf.h>
#include "listed.h"
#include "chain.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct link *l = bpf_obj_new_impl(__builtin_btf_type_id(*(struct link *)0, 0), 0);
	void *owned;

	if (!l)
		return 0;
	owned = bpf_obj_new_impl(__builtin_btf_type_id(*(struct OWNED *)0, 0), 0);
	if (owned)
		owned = bpf_kptr_xchg(&l->PLACE, owned);
	if (owned)
		bpf_obj_drop_impl(owned, 0);
	bpf_obj_drop_impl(l, 0);
	return 0;
}

RK_LICENSE("GPL");
