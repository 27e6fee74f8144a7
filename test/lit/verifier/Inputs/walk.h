// SPDX-License-Identifier: MIT
// What the callback of a loop is handed: the trips so far, and the place that each trip counts at.

struct walk {
	__u64 trips, place;
};

static __u64 places[8];
