// SPDX-License-Identifier: MIT
/* The kernels as native functions: PREFIX tells the builds apart. */
#include "kernels.h"

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define KERNEL(name, text)                                                                         \
	u64 JOIN(PREFIX, name)(union mem * m);                                                     \
	u64 JOIN(PREFIX, name)(union mem * m)                                                      \
	{                                                                                          \
		return k_##name(m);                                                                \
	}
#include "kernels.def"
