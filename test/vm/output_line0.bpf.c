// SPDX-License-Identifier: MIT
// Sets line 0 every 100 ms.
#define LINE 0
#define PERIOD "100ms"
#include "output_line.h"
