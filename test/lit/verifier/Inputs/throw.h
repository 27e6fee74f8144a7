/* SPDX-License-Identifier: MIT */
/* The end of a program from anywhere in it. */
void bpf_throw(__u64 cookie) __ksym;
