// The limit of a run's time that the manifest carries: the source's, else 100 ns for each instruction that the hook allows or that were proved; a timer has its period.
// RUN: rm -rf %t && mkdir %t && env RK_KEYS=%t %rk key generate k
// RUN: for s in gpio/chip0/line1/rising syscall/enter timer/10ms; do %rkcc build %s -DS="\"$s\"" --key %t/k.sec -o %t/p.rkb >/dev/null && %rk inspect --json %t/p.rkb | grep -o '"run_limit_ns":[0-9]*'; done | FileCheck --check-prefix=HOOK %s
// RUN: for n in 2500 4000000000; do %rkcc build %s -DS="\"syscall/enter\"" -DLIMIT=$n --key %t/k.sec -o %t/p.rkb >/dev/null && %rk inspect %t/p.rkb; done | FileCheck --check-prefix=OPTION %s
// RUN: %rkcc build %s -DS="\"syscall/enter\"" -DTRIPS=100000 --key %t/k.sec -o %t/p.rkb >/dev/null && %rk inspect %t/p.rkb | FileCheck --check-prefix=PROVED %s
// RUN: not %rkcc build %s -DS="\"syscall/enter\"" -DLIMIT=0 --key %t/k.sec -o %t/p.rkb 2>&1 | FileCheck --check-prefix=RANGE %s
// HOOK: "run_limit_ns":1000000{{$}}
// HOOK: "run_limit_ns":10000000{{$}}
// HOOK: "run_limit_ns":0{{$}}
// OPTION: run limit    2500 ns
// OPTION: run limit    4000000000 ns
// PROVED: run limit    {{[1-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]+}} ns
// RANGE: RK_RUN_LIMIT: 1 to 4294967295 ns
#include <rk/rk.bpf.h>
#ifdef LIMIT
RK_RUN_LIMIT(LIMIT);
#endif
#ifdef TRIPS
RK_WORST_CASE(100000000);
#else
#define TRIPS 1
#endif

SEC(S)
int prog(void *evt)
{
	__u64 sum = 0;

	for (__u32 i = 0; i < TRIPS; i++)
		sum += bpf_ktime_get_ns();
	return sum == 7;
}

RK_LICENSE("Dual MIT/GPL");
