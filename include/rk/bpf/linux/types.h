/* SPDX-License-Identifier: MIT */
/* Fixed-width types of BPF programs. vmlinux.h, where a program includes one first, has them all.
 */
#ifndef RK_BPF_LINUX_TYPES_H
#define RK_BPF_LINUX_TYPES_H

#ifndef __VMLINUX_H__
typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long __s64;
typedef unsigned long long __u64;
typedef __u16 __le16, __be16, __sum16;
typedef __u32 __le32, __be32, __wsum;
typedef __u64 __le64, __be64;
typedef __s8 s8;
typedef __u8 u8;
typedef __s16 s16;
typedef __u16 u16;
typedef __s32 s32;
typedef __u32 u32;
typedef __s64 s64;
typedef __u64 u64;
typedef int pid_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
#endif

#endif
