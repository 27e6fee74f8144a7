/* SPDX-License-Identifier: MIT */
/*
 * mkblob FILE [NAME [COUNTER]]: an unsigned image for the tests of rk. Without a FILE it does
 * nothing: as a unit test it proves no more than that the image can be built.
 */
#include "blob_build.h"

int main(int argc, char **argv)
{
	struct spec s = good();
	struct bytes image;
	FILE *f;

	if (argc > 2) {
		memset(s.header.name, 0, RK_MAX_NAME);
		snprintf(s.header.name, RK_MAX_NAME, "%s", argv[2]);
	}
	if (argc > 3) {
		s.header.counter = strtoull(argv[3], NULL, 10);
		s.data[1] = (u8)s.header.counter; /* another payload, too */
	}
	image = build(&s);
	if (argc < 2)
		return image.n % RKB_ALIGN != 0;
	f = fopen(argv[1], "wb");
	if (!f || fwrite(image.p, image.n, 1, f) != 1 || fclose(f))
		fail(argv[1], 0);
	free(image.p);
	return 0;
}
