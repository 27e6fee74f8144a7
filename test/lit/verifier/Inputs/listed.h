/* SPDX-License-Identifier: MIT */
/* A list and a tree in global data, each with its lock, and objects that they hold. */
#define __contains(type, node) __attribute__((btf_decl_tag("contains:" #type ":" #node)))
#define private(name) SEC(".data." #name) __attribute__((visibility("hidden"), aligned(8)))

struct bpf_list_head {
	__u64 opaque[2];
};
struct bpf_list_node {
	__u64 opaque[3];
};
struct bpf_rb_root {
	__u64 opaque[2];
};
struct bpf_rb_node {
	__u64 opaque[4];
};

struct bpf_refcount {
	__u32 opaque;
} __attribute__((aligned(4)));

struct item {
	struct bpf_list_node in_list;
	struct bpf_rb_node in_tree;
	struct bpf_refcount refs; /* it may be in both */
	__u64 number;
};

struct item *no_item; /* so that its type is known, whatever the program does */
private(A) struct bpf_spin_lock list_lock;
private(A) struct bpf_list_head list __contains(item, in_list);
private(B) struct bpf_spin_lock tree_lock;
private(B) struct bpf_rb_root tree __contains(item, in_tree);

void *bpf_obj_new_impl(__u64 type, void *meta) __ksym;
void bpf_obj_drop_impl(void *p, void *meta) __ksym;
int bpf_list_push_front_impl(struct bpf_list_head *head, struct bpf_list_node *node, void *meta,
	__u64 off) __ksym;
struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *head) __ksym;
int bpf_rbtree_add_impl(struct bpf_rb_root *root, struct bpf_rb_node *node,
	_Bool (*less)(struct bpf_rb_node *a, const struct bpf_rb_node *b), void *meta,
	__u64 off) __ksym;
struct bpf_rb_node *bpf_rbtree_first(struct bpf_rb_root *root) __ksym;
struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *root, struct bpf_rb_node *node) __ksym;

#define item_of(node, member) ((struct item *)((char *)(node)-__builtin_offsetof(struct item, member)))

static inline struct item *new_item(void)
{
	return bpf_obj_new_impl(__builtin_btf_type_id(*(struct item *)0, 0), 0);
}
