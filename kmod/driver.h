/* SPDX-License-Identifier: MIT */
/* The driver of a device of the kernel that someone may unbind, or remove, meanwhile. */
#ifndef RK_KMOD_DRIVER_H
#define RK_KMOD_DRIVER_H

#include <linux/device.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

/* Any context. A device loses its driver before the driver's module goes, which waits for readers.
 */
static inline bool rk_driver_is(const struct device *dev, const char *name)
{
	const struct device_driver *driver;
	bool same;

	rcu_read_lock();
	driver = READ_ONCE(dev->driver);
	same = driver && !strcmp(driver->name, name);
	rcu_read_unlock();
	return same;
}

#endif
