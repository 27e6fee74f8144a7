/* SPDX-License-Identifier: MIT */
/* An object that may own another of its kind, or one that owns nothing. */
struct plain {
	__u64 number;
};

struct link {
	struct link __attribute__((btf_type_tag("kptr"))) *next;
	struct plain __attribute__((btf_type_tag("kptr"))) *leaf;
};

struct link *no_link;
struct plain *no_plain;
