/* SPDX-License-Identifier: MIT */
/*
 * A ring buffer as a file descriptor: mmap and poll. The descriptor pins its program (users), so
 * pages that user space maps stay the map's. The reader's page is the only one that can be mapped
 * writable; what it holds is never trusted (map_ring.c).
 */
#include <linux/anon_inodes.h>
#include <linux/fs.h>
#include <linux/irq_work.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/version.h>
#include <linux/wait.h>

#include "kmod.h"
#include "map.h"

struct ring_file {
	struct rk_entry *entry;
	struct rk_map *map;
};

/* One queue for all rings: a reader of another one looks and sleeps again. */
static DECLARE_WAIT_QUEUE_HEAD(readers);

static void wake_readers(struct irq_work *work)
{
	wake_up_interruptible_all(&readers);
}
static DEFINE_IRQ_WORK(waker, wake_readers);

void rk_plat_wake(void *ring)
{
	irq_work_queue(&waker);
}

void rk_ring_fini(void)
{
	irq_work_sync(&waker);
}

static __poll_t ring_poll(struct file *file, struct poll_table_struct *table)
{
	struct ring_file *rf = file->private_data;

	poll_wait(file, &readers, table);
	return rk_ring_query(rf->map, 0) ? EPOLLIN | EPOLLRDNORM : 0;
}

static void forbid_writes(struct vm_area_struct *vma)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	vm_flags_clear(vma, VM_MAYWRITE);
#else
	vma->vm_flags &= ~VM_MAYWRITE;
#endif
}

static int decode_mmap(const struct rk_map *m, struct vm_area_struct *vma)
{
	unsigned long pages = vma_pages(vma), all = m->mem_bytes >> PAGE_SHIFT;

	if (!(vma->vm_flags & VM_SHARED) || vma->vm_flags & VM_EXEC)
		return -EINVAL;
	if (vma->vm_pgoff > all || pages > all - vma->vm_pgoff)
		return -EINVAL;
	if (vma->vm_pgoff == 0)
		return pages == 1 ? 0 : -EINVAL;
	return vma->vm_flags & VM_WRITE ? -EPERM : 0;
}

/* Not as pages that can be pinned: those of the pool are another map's later. */
static int ring_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct ring_file *rf = file->private_data;
	const u8 *from = rf->map->mem + (vma->vm_pgoff << PAGE_SHIFT);
	int err = decode_mmap(rf->map, vma);

	if (err)
		return err;
	if (vma->vm_pgoff)
		forbid_writes(vma);
	for (unsigned long at = 0; !err && at < vma->vm_end - vma->vm_start; at += PAGE_SIZE)
		err = remap_pfn_range(vma, vma->vm_start + at, vmalloc_to_pfn(from + at), PAGE_SIZE,
			vma->vm_page_prot);
	return err;
}

static int ring_release(struct inode *inode, struct file *file)
{
	struct ring_file *rf = file->private_data;

	mutex_lock(&rk_mutex);
	rf->entry->users--;
	mutex_unlock(&rk_mutex);
	kfree(rf);
	return 0;
}

static const struct file_operations ring_ops = {
	.owner = THIS_MODULE,
	.release = ring_release,
	.mmap = ring_mmap,
	.poll = ring_poll,
	.llseek = noop_llseek,
};

/* A descriptor, or a negative errno. Under rk_mutex; the map is the program's and a ring buffer. */
int rk_ring_open(struct rk_entry *e, struct rk_map *m)
{
	struct ring_file *rf = kzalloc(sizeof(*rf), GFP_KERNEL);
	int fd;

	if (!rf)
		return -ENOMEM;
	rf->entry = e;
	rf->map = m;
	fd = anon_inode_getfd("[rkbpf-ring]", &ring_ops, rf, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		kfree(rf);
	else
		e->users++;
	return fd;
}
