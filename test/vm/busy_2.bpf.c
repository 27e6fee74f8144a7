// SPDX-License-Identifier: MIT
// busy's successor.
#define VERSION 2
#include "busy.h"
