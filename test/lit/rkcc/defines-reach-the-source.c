// -D in both spellings, -I and -include reach Clang.
// RUN: rm -rf %t && mkdir -p %t/inc && echo '#define C 3' > %t/inc/c.h && echo '#define D 4' > %t/d.h
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: env RK_KEYS=%t/keys %rkcc build -DA=1 -D B=2 -I %t/inc -include %t/d.h %s -o %t/p.rkb
#include <rk/rk.bpf.h>
#include <c.h>
_Static_assert(A == 1 && B == 2 && C == 3 && D == 4, "options");

SEC("timer/1ms")
int tick(struct timer_event *evt)
{
	return 0;
}
