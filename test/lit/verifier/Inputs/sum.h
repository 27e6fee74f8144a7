// SPDX-License-Identifier: MIT
// What the callback of a loop is handed: a number and an address.

struct sum {
	__u64 total;
	__u64 *last;
};
