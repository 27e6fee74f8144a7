// SPDX-License-Identifier: MIT
// An interlock that always takes too long: the emergency stop is driven.
#define NAME limit_stop
#define AMOUNT(told) ((told) + MOST)
#include "run_limit.h"

RK_FAIL(stop);
