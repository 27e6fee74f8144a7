// SPDX-License-Identifier: MIT
// An interlock: it is neither detached, frozen nor written to.
#define STEP 1
#include "guard.h"

RK_FAIL(keep);
