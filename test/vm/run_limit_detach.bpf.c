// SPDX-License-Identifier: MIT
// A tracing program that takes as long as its map says: it is taken off its hook.
#define NAME limit_detach
#define AMOUNT(told) (told)
#include "run_limit.h"

RK_FAIL(detach);
