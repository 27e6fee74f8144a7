// The signed section names the robot's own device; architecture and kernel are the profile's.
// RUN: rm -rf %t && mkdir -p %t/rkbpf/targets/arm && env RK_KEYS=%t/keys %rk key generate dev >%t/out 2>&1
// RUN: echo '{"schema":1,"host":"robot","machine":"aarch64","release":"6.6.31-rpi","version":"#1 SMP","roles":{"imu":"name:mpu6050"},' >%t/rkbpf/targets/arm/profile.json
// RUN: echo '"sections":[{"section":"iio/name:mpu6050/in_accel_x","about":"device0"},{"section":"tracepoint/sched/sched_switch","about":"3"}]}' >>%t/rkbpf/targets/arm/profile.json
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t %rkcc build --target-profile arm %s -o %t/p.rkb >%t/out && FileCheck %s <%t/out
// RUN: %rk inspect %t/p.rkb --json | jq -es 'length == 1 and (.[0] | tostring | contains("iio/name:mpu6050/in_accel_x") and contains("aarch64"))'
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t %rkcc build --target-profile arm --emit-obj %t/p.bpf.o %s -o %t/p.rkb >%t/out
// RUN: env XDG_CONFIG_HOME=%t %rkverify --target-profile arm %t/p.bpf.o | FileCheck --check-prefix=VERIFY %s
// RUN: env XDG_CONFIG_HOME=%t %rkverify --target-profile arm --arch x86_64 %t/p.bpf.o 2>%t/err; test $? = 2 && grep 'a robot of aarch64' %t/err
// RUN: env XDG_CONFIG_HOME=%t %rkcc build --target-profile arm --target x86_64 %s 2>%t/err; test $? = 2 && grep 'a robot of aarch64 alone' %t/err
// Without the profile the role stays what it is.
// RUN: env RK_KEYS=%t/keys %rkcc build --target aarch64 %s -o %t/q.rkb >%t/out && %rk inspect %t/q.rkb | grep iio/role:imu
// CHECK: aarch64
// CHECK-NOT: x86_64
// VERIFY: accepted
#include <rk/rk.bpf.h>

SEC("iio/role:imu/in_accel_x")
int clip(struct iio_event *evt)
{
	return evt->value < 1000;
}
