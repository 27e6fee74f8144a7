// SPDX-License-Identifier: MIT
int bpf_sock_destroy(void *socket) __attribute__((section(".ksyms")));
