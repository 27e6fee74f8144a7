/* SPDX-License-Identifier: MIT */
/*
 * The target kernel's symbols, as /proc/kallsyms lists them: which of an object's externs without a
 * type it has. Read once for an object that asks, line by line: nothing of the list is kept.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "read.h"

enum {
	LINE = 1024,      /* no kernel has a name of half of it */
	MOST = 256 << 20, /* bytes of a list: what is cut off would count as absent */
};

struct wanted {
	const char *name;
	u32 symbol; /* of the object */
};

static int by_name(const void *x, const void *y)
{
	return strcmp(((const struct wanted *)x)->name, ((const struct wanted *)y)->name);
}

/*
 * "ffffffff81000000 T _stext [module]". Addresses are all 0 where they are secret, and that of a
 * variable of each processor may be: only another is known not to be null.
 */
static bool read_line(char *line, const char **name, bool *null)
{
	char *at;

	*null = !strtoull(line, &at, 16);
	if (at == line || at[0] != ' ' || !at[1] || at[2] != ' ')
		return false;
	at[3 + strcspn(at + 3, " \t\n")] = 0;
	*name = at + 3;
	return **name != 0;
}

/* A name of which the linker made others, such as x.llvm.1234, is neither there nor not. */
static void note(struct rk_reader *r, const struct wanted *w, u32 n, char *name, bool null)
{
	char *suffix = strstr(name, ".llvm.");
	struct wanted key = {name, 0}, *found;

	if (suffix)
		*suffix = 0;
	found = bsearch(&key, w, n, sizeof(*w), by_name);
	while (found && found > w && !strcmp(found[-1].name, name))
		found--;
	for (; found && found < w + n && !strcmp(found->name, name); found++) {
		u8 *is = &r->ksyms[found->symbol];

		if (suffix || null)
			*is = *is == RK_KSYM_ABSENT ? RK_KSYM_UNKNOWN : *is;
		else
			*is = RK_KSYM_PRESENT;
	}
}

/* Is it a list, and read to its end? */
static bool scan(struct rk_reader *r, FILE *f, const struct wanted *w, u32 n)
{
	const char *name;
	char line[LINE];
	u32 lines = 0;
	bool null, begins = true;

	while (ftell(f) < MOST && fgets(line, sizeof(line), f)) {
		bool ends = strchr(line, '\n') != NULL;

		if (begins && read_line(line, &name, &null)) {
			note(r, w, n, (char *)name, null);
			lines++;
		}
		begins = ends;
	}
	return lines && feof(f);
}

static void set_all(struct rk_reader *r, const struct wanted *w, u32 n, enum rk_ksym is)
{
	for (u32 i = 0; i < n; i++)
		r->ksyms[w[i].symbol] = (u8)is;
}

void rk_ksyms_read(struct rk_reader *r)
{
	const char *path = r->kernel.symbols   ? r->kernel.symbols
			   : r->kernel.running ? "/proc/kallsyms"
					       : NULL;
	struct wanted *w;
	u32 n = 0;
	FILE *f;

	r->ksyms = rk_alloc(r->a, r->elf.n_symbols);
	if (!path || !rk_btf_find(&r->obj->btf, ".ksyms", RK_BTF_DATASEC, 0))
		return;
	w = rk_alloc_array(r->a, r->elf.n_symbols, sizeof(*w));
	for (u32 i = 1; i < r->elf.n_symbols; i++)
		if (rk_ksym_is_untyped(r, &r->elf.symbols[i]))
			w[n++] = (struct wanted){r->elf.symbols[i].name, i};
	f = n ? fopen(path, "r") : NULL;
	if (!f)
		return;
	qsort(w, n, sizeof(*w), by_name);
	set_all(r, w, n, RK_KSYM_ABSENT);
	if (!scan(r, f, w, n))
		set_all(r, w, n, RK_KSYM_UNKNOWN);
	fclose(f);
}

bool rk_kernel_lists_symbols(const char *path)
{
	FILE *f = fopen(path, "r");
	const char *name;
	char line[LINE];
	bool null, ok = f && fgets(line, sizeof(line), f) && read_line(line, &name, &null);

	if (f)
		fclose(f);
	return ok;
}
