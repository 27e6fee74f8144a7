// SPDX-License-Identifier: MIT
// Of the interlock's name, but one that may be detached.
#define STEP 1
#include "guard.h"
