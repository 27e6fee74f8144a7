// What the robot does not have is a build error that names what is near, from the compiler and from the verifier.
// RUN: rm -rf %t && mkdir -p %t/rkbpf/targets/arm && env RK_KEYS=%t/keys %rk key generate dev >%t/out 2>&1
// RUN: echo '{"schema":1,"host":"robot","machine":"x86_64","release":"6.6","version":"#1","roles":{"imu":"name:mpu6050"},' >%t/rkbpf/targets/arm/profile.json
// RUN: echo '"sections":[{"section":"iio/name:mpu6050/in_accel_x","about":"device0"},{"section":"tracepoint/sched/sched_switch","about":"3"}]}' >>%t/rkbpf/targets/arm/profile.json
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t %rkcc build --target-profile arm -DSECTION='"iio/role:imu/in_accel_y"' %s -o %t/p.rkb 2>%t/err; test $? = 1 && FileCheck --check-prefix=CHANNEL %s <%t/err
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t not %rkcc build --target-profile arm -DSECTION='"iio/role:gyro/in_accel_x"' %s -o %t/p.rkb 2>&1 | FileCheck --check-prefix=ROLE %s
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t not %rkcc build --target-profile arm -DSECTION='"tp/sched/sched_swich"' %s -o %t/p.rkb 2>&1 | FileCheck --check-prefix=EVENT %s
// RUN: env RK_KEYS=%t/keys XDG_CONFIG_HOME=%t not %rkcc build --target-profile arm -DSECTION='"gpio/chip0/line1/both"' %s -o %t/p.rkb 2>&1 | FileCheck --check-prefix=CHIP %s
// RUN: not ls %t/p.rkb
// RUN: env RK_KEYS=%t/keys %rkcc build --target x86_64 -DSECTION='"gpio/chip0/line1/both"' --emit-obj %t/p.bpf.o %s -o %t/p.rkb >%t/out
// RUN: env XDG_CONFIG_HOME=%t not %rkverify --target-profile arm %t/p.bpf.o | FileCheck --check-prefix=CHIP %s
// RUN: env XDG_CONFIG_HOME=%t not %rkcc build --target-profile none -DSECTION='"timer/1ms"' %s 2>&1 | FileCheck --check-prefix=NONE %s
// RUN: echo '{"schema":1' >%t/rkbpf/targets/arm/profile.json; env XDG_CONFIG_HOME=%t not %rkcc build --target-profile arm -DSECTION='"timer/1ms"' %s 2>&1 | FileCheck --check-prefix=DAMAGED %s
// CHANNEL: target 'arm' has no iio/name:mpu6050/in_accel_y; near: iio/name:mpu6050/in_accel_x
// CHANNEL-SAME: [RKV0011]
// ROLE: has no role 'gyro'; it has imu
// ROLE-SAME: [RKV0011]
// EVENT: has no tracepoint/sched/sched_swich; near: tracepoint/sched/sched_switch
// EVENT-SAME: [RKV0011]
// CHIP: has no gpio/chip0/line1/both
// CHIP-SAME: [RKV0011]
// NONE: no target 'none'
// DAMAGED: profile.json: no target profile: line 2
#include <rk/rk.bpf.h>

SEC(SECTION)
int program(void *ctx)
{
	return 0;
}
