// SPDX-License-Identifier: MIT
// step_1's successor.
#define HOOK "timer/1ms"
#define VERSION 2
#include "step.h"
