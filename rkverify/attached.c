// SPDX-License-Identifier: MIT
/*
 * Where a program may be attached, by Linux's lists: which security hooks it may answer, and with
 * what; and where one that sleeps may be: at security hooks that are called without locks, and at
 * functions that may return an error instead of running, as all system calls may. The latter are
 * marked in a kernel's code, not in its types: others than these are not known.
 */
#include <string.h>
#include "an.h"

/* Each has the space before it and behind it. */
static const char security[] =
	" bpf bpf_map bpf_map_alloc_security bpf_map_create bpf_map_free bpf_map_free_security"
	" bpf_prog bpf_prog_load bpf_prog_free bpf_token_create bpf_token_free bpf_token_cmd"
	" bpf_token_capable bprm_check_security bprm_committed_creds bprm_committing_creds"
	" bprm_creds_for_exec bprm_creds_from_file capget capset cred_prepare current_getsecid_subj"
	" file_ioctl file_lock file_open file_post_open file_receive"
	" inode_create inode_free_security inode_getattr inode_getxattr inode_mknod"
	" inode_need_killpriv inode_post_setxattr inode_readlink inode_rename inode_rmdir"
	" inode_setattr inode_setxattr inode_symlink inode_unlink kernel_module_request"
	" kernel_read_file kernfs_init_security mmap_file netlink_send path_chmod path_chown"
	" path_link path_mkdir path_notify path_rename path_rmdir path_symlink path_truncate"
	" path_unlink release_secctx sb_alloc_security sb_eat_lsm_opts sb_kern_mount sb_mount"
	" sb_remount sb_set_mnt_opts sb_show_options sb_statfs sb_umount settime socket_accept"
	" socket_bind socket_connect socket_create socket_getpeername socket_getpeersec_dgram"
	" socket_getsockname socket_getsockopt socket_listen socket_post_create socket_recvmsg"
	" socket_sendmsg socket_shutdown socket_socketpair syslog task_alloc task_getsecid_obj"
	" task_prctl task_setscheduler task_to_inode userns_create ";

/* They answer with a length or fill memory, which their caller goes on with: no number will do. */
static const char unanswered[] =
	" vm_enough_memory inode_need_killpriv inode_getsecurity inode_listsecurity"
	" inode_copy_up_xattr getselfattr getprocattr setprocattr key_getsecurity audit_rule_match"
	" xfrm_decode_session ismaclabel ";

static const char yes_or_no[] = " inode_xattr_skipcap audit_rule_known xfrm_state_pol_flow_match ";

static const char *const functions[] = {"__x64_sys_", "__ia32_sys_", "__ia32_compat_sys_",
	"__arm64_sys_", "__arm64_compat_sys_", "bpf_fentry_test", "bpf_modify_return_test",
	"bpf_testmod_"};

static bool is_in(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = list; n && (at = strstr(at, name)); at++)
		if (at[-1] == ' ' && at[n] == ' ')
			return true;
	return false;
}

static bool is_function(const char *name)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(functions); i++)
		if (!strncmp(name, functions[i], strlen(functions[i])))
			return true;
	return false;
}

/* A hook without a result takes any. */
void rk_security_returns(const struct rk_an *a, s64 *min, s64 *max)
{
	const struct rk_btf *b;

	if (!a->hook || a->hook->id != RK_HOOK_LSM)
		return;
	b = a->p->obj->target;
	if (is_in(yes_or_no, a->p->hook.device)) {
		*min = 0;
		*max = 1;
	} else if (b && a->p->ctx_btf && !rk_btf_type(b, a->p->ctx_btf).size_or_type) {
		*min = S32_MIN;
		*max = S32_MAX;
	}
}

bool rk_check_attached(struct rk_an *a)
{
	const char *name = a->p->hook.device;
	u8 hook = a->hook ? a->hook->id : RK_HOOK_NONE;

	if (hook == RK_HOOK_LSM && is_in(unanswered, name)) {
		a->pc = 0;
		return rk_fail(
			a, RK_DIAG_CONTEXT, "no program can answer the security hook '%s'", name);
	}
	if (!a->p->hook.sleepable || !*name ||
		(hook == RK_HOOK_LSM                                      ? is_in(security, name)
			: hook == RK_HOOK_FENTRY || hook == RK_HOOK_FEXIT ? is_function(name)
									  : true))
		return true;
	a->pc = 0;
	return rk_fail(a, RK_DIAG_CONTEXT,
		"'%s' is not known to be where a program may sleep, which its section says", name);
}
