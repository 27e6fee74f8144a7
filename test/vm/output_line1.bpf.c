// SPDX-License-Identifier: MIT
// Sets line 1 every 115 ms.
#define LINE 1
#define PERIOD "115ms"
#include "output_line.h"
