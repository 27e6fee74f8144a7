/* SPDX-License-Identifier: MIT */
/* Byte order. Both targets and BPF itself are little-endian here. */
#ifndef RK_BPF_ENDIAN_H
#define RK_BPF_ENDIAN_H

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "rkBPF programs are little-endian: compile with -target bpf or bpfel"
#endif

#define bpf_htons(x) ((__u16)__builtin_bswap16((__u16)(x)))
#define bpf_ntohs(x) bpf_htons(x)
#define bpf_htonl(x) ((__u32)__builtin_bswap32((__u32)(x)))
#define bpf_ntohl(x) bpf_htonl(x)
#define bpf_cpu_to_be64(x) ((__u64)__builtin_bswap64((__u64)(x)))
#define bpf_be64_to_cpu(x) bpf_cpu_to_be64(x)

#endif
