/* SPDX-License-Identifier: MIT */
/* Files that the agent reads: the image for one machine out of several, public keys; hostile ones.
 */
#include <stdio.h>
#include <string.h>

#include "image.h"

/* An image with 16 bytes of payload and `side` of side data; returns its bytes. */
static size_t put(u8 *p, u16 arch, u32 sigs, u32 side)
{
	struct rkb_sigs s = {sigs, 0};
	struct rkb_header h = {.magic = RKB_MAGIC,
		.format = 1,
		.arch = arch,
		.payload_size = 16,
		.side_size = side};
	size_t at = sizeof(s) + sigs * sizeof(struct rkb_sig);

	memset(p, 0x55, at + sizeof(h) + 16 + side);
	memcpy(p, &s, sizeof(s));
	memcpy(p + at, &h, sizeof(h));
	return at + sizeof(h) + 16 + side;
}

static int check_pick(void)
{
	static u8 file[2048];
	size_t first = put(file, RK_ARCH_X86_64, 1, 24),
	       n = first + put(file + first, RK_ARCH_AARCH64, 2, 8);
	const u8 *image;
	size_t size;
	u32 others;

	if (rk_image_pick(file, n, RK_ARCH_X86_64, &image, &size, &others) || image != file ||
		size != first - 24)
		return printf("the first image\n");
	if (rk_image_pick(file, n, RK_ARCH_AARCH64, &image, &size, &others) ||
		image != file + first || size != n - first - 8)
		return printf("the second image\n");
	if (rk_image_pick(file, n, 3, &image, &size, &others) != RK_EARCH ||
		others != (1 << RK_ARCH_X86_64 | 1 << RK_ARCH_AARCH64))
		return printf("no image\n");
	for (size_t cut = 0; cut < n; cut++)
		if (cut != first &&
			rk_image_pick(file, cut, 3, &image, &size, &others) != RK_ETRUNC)
			return printf("cut to %zu bytes\n", cut);
	return 0;
}

/* Every 32-bit word of the head in turn becomes one that lies; the picked image stays in the file.
 */
static int check_lies(void)
{
	static const u32 lies[] = {0, 1, 3, 7, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff};
	static u8 file[2048];
	const u8 *image;
	size_t size;
	u32 others;

	for (size_t at = 0; at < 8 + 72 + 32; at += 4) {
		for (size_t i = 0; i < RK_ARRAY_SIZE(lies); i++) {
			size_t n = put(file, RK_ARCH_X86_64, 1, 24);

			memcpy(file + at, &lies[i], 4);
			if (!rk_image_pick(file, n, RK_ARCH_X86_64, &image, &size, &others) &&
				(image < file || size > n || image + size > file + n))
				return printf("word %zu is %x\n", at, lies[i]);
		}
	}
	return 0;
}

#define LINE "untrusted comment: dev\n"
#define KEY "RWQBAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJico"

static const struct {
	const char *text;
	int says;
} keys[] = {
	{LINE KEY "\n", RK_OK},
	{LINE KEY "\r\n", RK_OK},
	{LINE KEY, RK_OK},
	{"", RK_EINPUT},
	{LINE, RK_EINPUT},
	{KEY "\n", RK_EINPUT},
	{"trusted comment: dev\n" KEY "\n", RK_EINPUT},
	{LINE "RWQB\n", RK_EINPUT},
	{LINE KEY "AA", RK_EINPUT},
	{LINE KEY "AAAA\n", RK_EINPUT},
	{LINE "!" KEY, RK_EINPUT},
	/* A secret key's first bytes: another algorithm name. */
	{LINE "AWQBAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJico\n", RK_EINPUT},
};

static int check_key(size_t i)
{
	struct rk_uapi_key k = {{0}, {0}};
	int says = rk_pubkey_read(keys[i].text, strlen(keys[i].text), &k);

	if (says != keys[i].says ||
		(!says && (k.keynum[0] != 1 || k.keynum[7] != 8 || k.pk[0] != 9 || k.pk[31] != 40)))
		return printf("key %zu: %d\n", i, says);
	return 0;
}

int main(void)
{
	int bad = check_pick() || check_lies();

	for (size_t i = 0; i < RK_ARRAY_SIZE(keys); i++)
		bad |= check_key(i);
	return bad != 0;
}
