/* SPDX-License-Identifier: MIT */
/* Loads of a packet by offset, as programs have them of Clang, and what they index. */
#include <rk/rk.bpf.h>

__u64 load_byte(void *skb, __u64 at) asm("llvm.bpf.load.byte");
__u64 load_half(void *skb, __u64 at) asm("llvm.bpf.load.half");

__u8 classes[256];
