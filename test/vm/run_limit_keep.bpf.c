// SPDX-License-Identifier: MIT
// An interlock that always takes too long: it stays.
#define NAME limit_keep
#define AMOUNT(told) ((told) + MOST)
#include "run_limit.h"

RK_FAIL(keep);
