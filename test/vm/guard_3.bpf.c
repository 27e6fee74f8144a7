// SPDX-License-Identifier: MIT
// The interlock's next version.
#define STEP 2
#include "guard.h"

RK_FAIL(keep);
