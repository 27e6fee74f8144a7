/* SPDX-License-Identifier: MIT */
/* The cache of sensor.h: a list that programs walk under preemption off. */
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/rculist.h>

#include "sensor.h"

static LIST_HEAD(sensors);
static DEFINE_MUTEX(lock);

void rk_sensor_add(struct rk_sensor *s)
{
	mutex_lock(&lock);
	list_add_rcu(&s->list, &sensors);
	mutex_unlock(&lock);
}
EXPORT_SYMBOL_GPL(rk_sensor_add);

void rk_sensor_remove(struct rk_sensor *s)
{
	mutex_lock(&lock);
	list_del_rcu(&s->list);
	mutex_unlock(&lock);
	synchronize_rcu();
}
EXPORT_SYMBOL_GPL(rk_sensor_remove);

static const struct rk_sensor *find(u32 device)
{
	const struct rk_sensor *s;

	list_for_each_entry_rcu(s, &sensors, list)
		if (s->device == device)
			return s;
	return NULL;
}

/* Each word is whole by itself: no reader waits for a writer that it may have interrupted. */
s64 rk_sensor_read(void *data, u32 device, u32 channel, u64 *value)
{
	const struct rk_sensor *s = find(device);

	if (!s || channel >= RK_SENSOR_CHANNELS)
		return s ? -EINVAL : -ENODEV;
	if (!(smp_load_acquire(&s->have) & BIT_ULL(channel)))
		return -ENODATA;
	*value = (u64)READ_ONCE(s->value[channel]);
	return 0;
}

u64 rk_sensor_time(void *data, u32 device)
{
	const struct rk_sensor *s = find(device);

	return s ? READ_ONCE(s->time) : 0;
}
