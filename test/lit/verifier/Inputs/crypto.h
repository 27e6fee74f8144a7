// SPDX-License-Identifier: MIT
// A map whose value owns a key, and what decrypts with one.
#include "slice.h"

struct bpf_crypto_ctx {
	void *type;
} __attribute__((preserve_access_index));

struct value {
	struct bpf_crypto_ctx __attribute__((btf_type_tag("kptr"))) *ctx;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct value);
} keys SEC(".maps");

char plain[64];
int bpf_crypto_decrypt(struct bpf_crypto_ctx *ctx, const struct bpf_dynptr *from,
	const struct bpf_dynptr *to, const struct bpf_dynptr *iv) __ksym;
