// SPDX-License-Identifier: MIT
// Rules that a number is held against, one after the other; some are in groups of which one holds.

static struct rule {
	__u64 op, part, value;
} rules[64];

enum { RULE_EQUAL, RULE_OTHER, RULE_ABOVE, RULE_FROM, RULE_BELOW, RULE_TO, RULE_BITS, RULE_BEGIN,
	RULE_END };

#define RULE_CASE(op, met)                                                                         \
	case op:                                                                                   \
		if (met)                                                                           \
			any |= grouped;                                                            \
		else if (!grouped)                                                                 \
			return 0;                                                                  \
		break

static __always_inline int rules_hold(__u64 x, int n)
{
	int grouped = 0, any = 0;

	for (int i = 0; i < n; i++) {
		const struct rule *r = &rules[i];
		__u64 value = *(volatile __u64 *)&r->value;

		switch (*(volatile __u64 *)&r->op) {
			RULE_CASE(RULE_EQUAL, x == value);
			RULE_CASE(RULE_OTHER, x != value);
			RULE_CASE(RULE_ABOVE, x > value);
			RULE_CASE(RULE_FROM, x >= value);
			RULE_CASE(RULE_BELOW, x < value);
			RULE_CASE(RULE_TO, x <= value);
			RULE_CASE(RULE_BITS, x & value);
		case RULE_BEGIN:
			grouped = 1;
			any = 0;
			break;
		case RULE_END:
			if (!any)
				return 0;
			grouped = 0;
			break;
		}
	}
	return 1;
}
