// SPDX-License-Identifier: MIT
// Of step_1's name, but for another hook.
#define HOOK "timer/2ms"
#define VERSION 4
#include "step.h"
