// SPDX-License-Identifier: MIT
/* Any text is the formats of trace records, which become readable BTF, or is refused. */
#include "obj/formats.h"
#include "obj/btf.h"

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size);
int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size)
{
	struct rk_arena a;
	struct rk_btf b;
	const char *why;
	size_t n;
	u8 *blob;

	rk_arena_init(&a);
	blob = rk_formats_btf(&a, (const char *)bytes, size, &n, &why);
	if (blob && rk_btf_read(&b, &a, blob, n, &why))
		__builtin_trap();
	rk_arena_fini(&a);
	return 0;
}
