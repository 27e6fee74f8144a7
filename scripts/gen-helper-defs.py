#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Generate the BPF-side headers that repeat a table: helper prototypes from helper.def and map
types from map.def. Numbers and texts come from the tables; this file adds the one fact they do not
hold, the C prototype. A row without a prototype, or a prototype without a row, is an error.

  gen-helper-defs.py          write the headers
  gen-helper-defs.py --check  exit 1 with a message where a committed header differs
"""
import os
import sys
import textwrap

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from deftable import rows, top  # noqa: E402

PROTOTYPES = """
void *map_lookup_elem(void *map, const void *key)
long map_update_elem(void *map, const void *key, const void *value, __u64 flags)
long map_delete_elem(void *map, const void *key)
long probe_read(void *dst, __u32 size, const void *src)
__u64 ktime_get_ns(void)
long trace_printk(const char *fmt, __u32 fmt_size, ...)
__u32 get_prandom_u32(void)
__u32 get_smp_processor_id(void)
long tail_call(void *ctx, void *prog_array, __u32 index)
__u64 get_current_pid_tgid(void)
__u64 get_current_uid_gid(void)
long get_current_comm(void *buf, __u32 size)
__u32 get_cgroup_classid(void *skb)
__u64 perf_event_read(void *map, __u64 flags)
long perf_event_output(void *ctx, void *map, __u64 flags, const void *data, __u64 size)
long get_stackid(void *ctx, void *map, __u64 flags)
long current_task_under_cgroup(void *map, __u32 index)
long get_numa_node_id(void)
long probe_read_str(void *dst, __u32 size, const void *src)
__u64 get_current_task(void)
long probe_write_user(void *dst, const void *src, __u32 len)
long perf_event_read_value(void *map, __u64 flags, struct bpf_perf_event_value *buf, __u32 size)
long perf_prog_read_value(void *ctx, struct bpf_perf_event_value *buf, __u32 size)
long get_stack(void *ctx, void *buf, __u32 size, __u64 flags)
__u64 get_current_cgroup_id(void)
long map_push_elem(void *map, const void *value, __u64 flags)
long map_pop_elem(void *map, void *value)
long map_peek_elem(void *map, void *value)
long spin_lock(struct bpf_spin_lock *lock)
long spin_unlock(struct bpf_spin_lock *lock)
long strtol(const char *buf, unsigned long size, __u64 flags, long *result)
long strtoul(const char *buf, unsigned long size, __u64 flags, unsigned long *result)
long send_signal(__u32 signal)
long probe_read_user(void *dst, __u32 size, const void *src)
long probe_read_kernel(void *dst, __u32 size, const void *src)
long probe_read_user_str(void *dst, __u32 size, const void *src)
long probe_read_kernel_str(void *dst, __u32 size, const void *src)
long send_signal_thread(__u32 signal)
__u64 jiffies64(void)
long get_ns_current_pid_tgid(__u64 dev, __u64 ino, struct bpf_pidns_info *info, __u32 size)
__u64 get_current_ancestor_cgroup_id(int level)
__u64 ktime_get_boot_ns(void)
long seq_printf(struct seq_file *m, const char *fmt, __u32 fmt_size, const void *data, __u32 len)
long seq_write(struct seq_file *m, const void *data, __u32 len)
long ringbuf_output(void *ringbuf, void *data, __u64 size, __u64 flags)
void *ringbuf_reserve(void *ringbuf, __u64 size, __u64 flags)
void ringbuf_submit(void *record, __u64 flags)
void ringbuf_discard(void *record, __u64 flags)
__u64 ringbuf_query(void *ringbuf, __u64 flags)
struct tcp_sock *skc_to_tcp_sock(void *sk)
long override_return(void *regs, __u64 rc)
long skb_output(void *skb, void *map, __u64 flags, const void *data, __u64 size)
struct tcp6_sock *skc_to_tcp6_sock(void *sk)
struct tcp_timewait_sock *skc_to_tcp_timewait_sock(void *sk)
struct tcp_request_sock *skc_to_tcp_request_sock(void *sk)
struct udp6_sock *skc_to_udp6_sock(void *sk)
struct mptcp_sock *skc_to_mptcp_sock(void *sk)
long seq_printf_btf(struct seq_file *m, struct btf_ptr *ptr, __u32 ptr_size, __u64 flags)
long get_task_stack(struct task_struct *task, void *buf, __u32 size, __u64 flags)
long d_path(struct path *path, char *buf, __u32 size)
long copy_from_user(void *dst, __u32 size, const void *src)
long snprintf_btf(char *str, __u32 size, struct btf_ptr *ptr, __u32 ptr_size, __u64 flags)
void *per_cpu_ptr(const void *percpu_ptr, __u32 cpu)
void *this_cpu_ptr(const void *percpu_ptr)
long skb_store_bytes(struct __sk_buff *skb, __u32 offset, const void *from, __u32 len, __u64 flags)
long l3_csum_replace(struct __sk_buff *skb, __u32 offset, __u64 from, __u64 to, __u64 size)
long l4_csum_replace(struct __sk_buff *skb, __u32 offset, __u64 from, __u64 to, __u64 flags)
long clone_redirect(struct __sk_buff *skb, __u32 ifindex, __u64 flags)
long skb_vlan_push(struct __sk_buff *skb, __be16 vlan_proto, __u16 vlan_tci)
long skb_vlan_pop(struct __sk_buff *skb)
long skb_get_tunnel_key(struct __sk_buff *skb, struct bpf_tunnel_key *key, __u32 size, __u64 flags)
long skb_set_tunnel_key(struct __sk_buff *skb, struct bpf_tunnel_key *key, __u32 size, __u64 flags)
long redirect(__u32 ifindex, __u64 flags)
__u32 get_route_realm(struct __sk_buff *skb)
long skb_load_bytes(const void *skb, __u32 offset, void *to, __u32 len)
__s64 csum_diff(__be32 *from, __u32 from_size, __be32 *to, __u32 to_size, __wsum seed)
long skb_get_tunnel_opt(struct __sk_buff *skb, void *opt, __u32 size)
long skb_set_tunnel_opt(struct __sk_buff *skb, void *opt, __u32 size)
long skb_change_proto(struct __sk_buff *skb, __be16 proto, __u64 flags)
long skb_change_type(struct __sk_buff *skb, __u32 type)
long skb_under_cgroup(struct __sk_buff *skb, void *map, __u32 index)
__u32 get_hash_recalc(struct __sk_buff *skb)
long skb_change_tail(struct __sk_buff *skb, __u32 len, __u64 flags)
long skb_pull_data(struct __sk_buff *skb, __u32 len)
__s64 csum_update(struct __sk_buff *skb, __wsum csum)
void set_hash_invalid(struct __sk_buff *skb)
long skb_change_head(struct __sk_buff *skb, __u32 len, __u64 flags)
long xdp_adjust_head(struct xdp_md *xdp_md, int delta)
__u32 get_socket_uid(struct __sk_buff *skb)
long set_hash(struct __sk_buff *skb, __u32 hash)
long skb_adjust_room(struct __sk_buff *skb, __s32 len_diff, __u32 mode, __u64 flags)
long redirect_map(void *map, __u64 key, __u64 flags)
long xdp_adjust_meta(struct xdp_md *xdp_md, int delta)
long xdp_adjust_tail(struct xdp_md *xdp_md, int delta)
long skb_get_xfrm_state(struct __sk_buff *skb, __u32 index, struct bpf_xfrm_state *state, __u32 size, __u64 flags)
long skb_load_bytes_relative(const void *skb, __u32 offset, void *to, __u32 len, __u32 start_header)
long fib_lookup(void *ctx, struct bpf_fib_lookup *params, int plen, __u32 flags)
__u64 skb_cgroup_id(struct __sk_buff *skb)
__u64 skb_ancestor_cgroup_id(struct __sk_buff *skb, int level)
long skb_ecn_set_ce(struct __sk_buff *skb)
long csum_level(struct __sk_buff *skb, __u64 level)
long redirect_neigh(__u32 ifindex, struct bpf_redir_neigh *params, int plen, __u64 flags)
long redirect_peer(__u32 ifindex, __u64 flags)
long check_mtu(void *ctx, __u32 ifindex, __u32 *mtu_len, __s32 len_diff, __u64 flags)
__u64 xdp_get_buff_len(struct xdp_md *xdp_md)
long xdp_load_bytes(struct xdp_md *xdp_md, __u32 offset, void *buf, __u32 len)
long xdp_store_bytes(struct xdp_md *xdp_md, __u32 offset, void *buf, __u32 len)
long skb_set_tstamp(struct __sk_buff *skb, __u64 tstamp, __u32 tstamp_type)
struct bpf_sock *sk_lookup_tcp(void *ctx, struct bpf_sock_tuple *tuple, __u32 tuple_size, __u64 netns, __u64 flags)
struct bpf_sock *sk_lookup_udp(void *ctx, struct bpf_sock_tuple *tuple, __u32 tuple_size, __u64 netns, __u64 flags)
long sk_release(void *sock)
struct bpf_sock *sk_fullsock(struct bpf_sock *sk)
struct bpf_tcp_sock *tcp_sock(struct bpf_sock *sk)
struct bpf_sock *get_listener_sock(struct bpf_sock *sk)
struct bpf_sock *skc_lookup_tcp(void *ctx, struct bpf_sock_tuple *tuple, __u32 tuple_size, __u64 netns, __u64 flags)
long tcp_check_syncookie(void *sk, void *iph, __u32 iph_len, struct tcphdr *th, __u32 th_len)
__s64 tcp_gen_syncookie(void *sk, void *iph, __u32 iph_len, struct tcphdr *th, __u32 th_len)
long sk_assign(void *ctx, void *sk, __u64 flags)
void *task_storage_get(void *map, struct task_struct *task, void *value, __u64 flags)
long task_storage_delete(void *map, struct task_struct *task)
struct task_struct *get_current_task_btf(void)
__u64 ktime_get_coarse_ns(void)
long for_each_map_elem(void *map, void *callback_fn, void *callback_ctx, __u64 flags)
long snprintf(char *str, __u32 size, const char *fmt, __u64 *data, __u32 data_len)
long get_branch_snapshot(void *entries, __u32 size, __u64 flags)
__u64 get_func_ip(void *ctx)
__u64 get_attach_cookie(void *ctx)
long task_pt_regs(struct task_struct *task)
long trace_vprintk(const char *fmt, __u32 fmt_size, const void *data, __u32 data_len)
struct unix_sock *skc_to_unix_sock(void *sk)
long find_vma(struct task_struct *task, __u64 addr, void *callback_fn, void *callback_ctx, __u64 flags)
long loop(__u32 nr_loops, void *callback_fn, void *callback_ctx, __u64 flags)
long strncmp(const char *s1, __u32 s1_size, const char *s2)
long get_func_arg(void *ctx, __u32 n, __u64 *value)
long get_func_ret(void *ctx, __u64 *value)
long get_func_arg_cnt(void *ctx)
long copy_from_user_task(void *dst, __u32 size, const void *src, struct task_struct *task, __u64 flags)
void *map_lookup_percpu_elem(void *map, const void *key, __u32 cpu)
__u64 ktime_get_tai_ns(void)
__u64 get_socket_cookie(void *sk)
void *sk_storage_get(void *map, void *sk, void *value, __u64 flags)
__s64 tcp_raw_gen_syncookie_ipv4(void *iph, void *th, __u32 th_len)
__s64 tcp_raw_gen_syncookie_ipv6(void *iph, void *th, __u32 th_len)
long tcp_raw_check_syncookie_ipv4(void *iph, void *th)
long tcp_raw_check_syncookie_ipv6(void *iph, void *th)
__u64 sk_cgroup_id(void *sk)
__u64 sk_ancestor_cgroup_id(void *sk, int level)
long sk_storage_delete(void *map, void *sk)
long read_branch_records(void *ctx, void *buf, __u32 size, __u64 flags)
long xdp_output(void *xdp, void *map, __u64 flags, const void *data, __u64 size)
void *inode_storage_get(void *map, void *inode, void *value, __u64 flags)
int inode_storage_delete(void *map, void *inode)
long bprm_opts_set(struct linux_binprm *bprm, __u64 flags)
long ima_inode_hash(struct inode *inode, void *dst, __u32 size)
long ima_file_hash(struct file *file, void *dst, __u32 size)
struct socket *sock_from_file(struct file *file)
void *cgrp_storage_get(void *map, struct cgroup *cgroup, void *value, __u64 flags)
long cgrp_storage_delete(void *map, struct cgroup *cgroup)
long setsockopt(void *sk, int level, int optname, void *optval, int optlen)
long getsockopt(void *sk, int level, int optname, void *optval, int optlen)
int get_retval(void)
int set_retval(int retval)
long dynptr_from_mem(void *data, __u32 size, __u64 flags, struct bpf_dynptr *ptr)
long ringbuf_reserve_dynptr(void *ringbuf, __u32 size, __u64 flags, struct bpf_dynptr *ptr)
void ringbuf_submit_dynptr(struct bpf_dynptr *ptr, __u64 flags)
void ringbuf_discard_dynptr(struct bpf_dynptr *ptr, __u64 flags)
long dynptr_read(void *dst, __u32 len, const struct bpf_dynptr *src, __u32 offset, __u64 flags)
long dynptr_write(const struct bpf_dynptr *dst, __u32 offset, void *src, __u32 len, __u64 flags)
void *dynptr_data(const struct bpf_dynptr *ptr, __u32 offset, __u32 len)
void *kptr_xchg(void *dst, void *ptr)
long timer_init(struct bpf_timer *timer, void *map, __u64 flags)
long timer_set_callback(struct bpf_timer *timer, void *callback_fn)
long timer_start(struct bpf_timer *timer, __u64 nsecs, __u64 flags)
long timer_cancel(struct bpf_timer *timer)
long user_ringbuf_drain(void *map, void *callback_fn, void *ctx, __u64 flags)
long motor_emergency_stop(__u32 mask)
__u64 sensor_last_timestamp(__u32 sensor)
long gpio_get(__u32 chip, __u32 line)
long gpio_set(__u32 chip, __u32 line, __u32 value)
__s64 pwm_get_duty(__u32 chip, __u32 channel)
long pwm_set_duty(__u32 chip, __u32 channel, __u64 duty_ns)
long iio_read(__u32 device, __u32 channel, __u64 *value)
long can_send(__u32 interface, __u32 id, const void *data, __u32 size)
long timeseries_push(void *map, const void *key, const void *value)
long timeseries_query(void *map, const void *key, __u64 window_ns, void *samples, __u32 size)
"""
STRUCTS = ('__sk_buff bpf_dynptr bpf_fib_lookup bpf_perf_event_value bpf_pidns_info '
           'bpf_redir_neigh bpf_sock bpf_sock_tuple bpf_spin_lock bpf_tcp_sock bpf_timer bpf_tunnel_key '
           'bpf_xfrm_state btf_ptr cgroup file inode iphdr ipv6hdr tcphdr '
           'linux_binprm mptcp_sock path seq_file socket task_struct tcp6_sock tcp_request_sock '
           'tcp_sock tcp_timewait_sock udp6_sock unix_sock xdp_md').split()
OURS = 0x10000


def prototypes():
    found = {}
    for line in PROTOTYPES.strip().splitlines():
        head, args = line.rstrip(')').split('(', 1)
        cut = max(head.rfind(' '), head.rfind('*')) + 1
        found[head[cut:]] = (head[:cut].rstrip(), args)
    return found


def pointer(ret, name, args):
    """The declaration, broken before its value where it would pass 100 columns."""
    space = '' if ret.endswith('*') else ' '
    line = 'static %s%s(*const bpf_%s)(%s)' % (ret, space, name, args)
    return line if len(line) <= 96 else line.replace(')(', ')(\n\t', 1)


def comment(text):
    one = '/* %s */' % text
    if len(one) <= 100:
        return one
    return '/*\n' + '\n'.join(textwrap.wrap(text, 97, initial_indent=' * ', subsequent_indent=' * ')) + '\n */'


def helper_header():
    protos = prototypes()
    out = ['/* SPDX-License-Identifier: MIT */',
           '/* Helper functions. Generated by scripts/gen-helper-defs.py from helper.def: do not edit. */',
           '#ifndef RK_BPF_HELPER_DEFS_H', '#define RK_BPF_HELPER_DEFS_H', '',
           '#include <linux/types.h>', '', '/* clang-format off */']
    out += ['struct %s;' % s for s in STRUCTS]
    table = sorted(rows('helper.def', 'HELPER'), key=lambda r: int(r[0], 0))
    for r in table:
        number, name, run, doc = int(r[0], 0), r[1], r[2], r[-1]
        if name not in protos:
            sys.exit('gen-helper-defs.py: helper.def row %s has no prototype here' % name)
        ret, args = protos.pop(name)
        note = '' if run == 'RUN' else ' Verified only.'
        text = number if number < OURS else hex(number)
        out += ['', comment(doc + note),
                pointer(ret, name, args) + ' =', '\t(void *)%s;' % text]
    if protos:
        sys.exit('gen-helper-defs.py: no row in helper.def for ' + ' '.join(protos))
    return '\n'.join(out + ['/* clang-format on */', '', '#endif', ''])


def map_header():
    out = ['/* SPDX-License-Identifier: MIT */',
           '/* Map types. Generated by scripts/gen-helper-defs.py from map.def: do not edit. */',
           '#ifndef RK_BPF_MAP_TYPE_H', '#define RK_BPF_MAP_TYPE_H', '',
           'enum bpf_map_type {', '\tBPF_MAP_TYPE_UNSPEC = 0,']
    for r in rows('map.def', 'MAP_TYPE'):
        out.append('\tBPF_MAP_TYPE_%s = %s,' % (r[0], r[1]))
    return '\n'.join(out + ['};', '', '#endif', ''])


def main():
    bad = 0
    for path, text in (('include/rk/bpf/bpf/bpf_helper_defs.h', helper_header()),
                       ('include/rk/bpf/rk/map_type.h', map_header())):
        full = os.path.join(top, path)
        if '--check' not in sys.argv[1:]:
            open(full, 'w').write(text)
        elif not os.path.exists(full) or open(full).read() != text:
            print(path + ' differs from its table: run scripts/gen-helper-defs.py')
            bad = 1
    return bad


if __name__ == '__main__':
    sys.exit(main())
