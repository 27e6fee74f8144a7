// SPDX-License-Identifier: MIT
// 1 kHz.
#define HOOK "timer/1ms"
#define VERSION 1
#include "step.h"
