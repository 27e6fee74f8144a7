// Without a secret key nothing is built: exit code 4, and the remedy.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/p.rkb; test $? = 4' 2>&1 | FileCheck %s
// RUN: not test -e %t/p.rkb
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s --key robot; test $? = 4' 2>&1 | FileCheck %s --check-prefix=NAMED
// CHECK: keys/dev.sec: error: no secret key here: `rk key generate dev` makes one
// NAMED: keys/robot.sec: error: no secret key here: `rk key generate robot` makes one
#include <rk/rk.bpf.h>
SEC("timer/1ms")
int tick(struct timer_event *evt)
{
	return 0;
}
