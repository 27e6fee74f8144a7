/* SPDX-License-Identifier: MIT */
/* Ansible's INI inventories: which hosts a group has, how ssh reaches them, where a bad file is
 * bad. */
#include <stdio.h>
#include <string.h>

#include "inventory.h"

#define FLEET                                                                                      \
	"# our robots\n"                                                                           \
	"bench ansible_host=10.0.0.9\n"                                                            \
	"\n[arms]\narm[08:11].lab ansible_port=2222 colour=red\n"                                  \
	"[carts]\n  cart1   ; the old one\ncart2 ansible_user=ops\n"                               \
	"[line:children]\narms\ncarts\n[night:children]\nline\n[line:vars]\nansible_user="         \
	"root\nspeed=3\n"

static const struct {
	const char *text, *limit, *says; /* hosts, or the reason */
	int err;
} rows[] = {
	{FLEET, "carts", "ssh://root@cart1 ssh://ops@cart2 ", RK_OK},
	{FLEET, "arms",
		"ssh://root@arm08.lab:2222 ssh://root@arm09.lab:2222 ssh://root@arm10.lab:2222 "
		"ssh://root@arm11.lab:2222 ",
		RK_OK},
	{FLEET, "cart2", "ssh://ops@cart2 ", RK_OK},
	{FLEET, "ungrouped", "10.0.0.9 ", RK_OK},
	{FLEET, "nobody", "no group and no host is named 'nobody'", RK_ENOENT},
	{"a\nb\n[x]\na\n", NULL, "a b ", RK_OK},
	{"[x:children]\ny\n[y:children]\nx\n[y]\na\n", "x", "a ", RK_OK}, /* a circle */
	{"", NULL, "", RK_OK},
	{"a\n[x\n", NULL, "2:1: a section is", RK_EINPUT},
	{"a\n[x:sons]\n", NULL, "2:4: neither children nor vars", RK_EINPUT},
	{"a\n  b c\n", NULL, "2:5: expected NAME=VALUE", RK_EINPUT},
	{"-oProxyCommand=x\n", NULL, "1:1: not the name of a host", RK_EINPUT},
	{"a ansible_host=-oProxyCommand\n", NULL, "1:3: not a value", RK_EINPUT},
	{"a ansible_port=22x\n", NULL, "1:3: not a value", RK_EINPUT},
	{"a ansible_user=$(reboot)\n", NULL, "1:3: not a value", RK_EINPUT},
	{"a[1:]\n", NULL, "1:2: a range is", RK_EINPUT},
	{"a[5:1]\n", NULL, "1:2: the range is empty", RK_EINPUT},
	{"a[0:99999999]\n", NULL, "1:2: the range is empty or too long", RK_EINPUT},
	{"a[0:9999]\nb\n", NULL, "2:1: too many hosts", RK_EINPUT},
	{"[-x:vars]\nansible_user\n", NULL, "2:1: expected NAME=VALUE", RK_EINPUT},
};

static int check(size_t i)
{
	struct rk_arena a = {0};
	struct rk_hosts hosts = {0};
	const char *why = "";
	char said[400] = "";
	int err = rk_inventory_read(
		&a, rows[i].text, strlen(rows[i].text), rows[i].limit, &hosts, &why);
	bool good;

	for (u32 h = 0; !err && h < hosts.n && h < 8; h++) {
		strcat(said, hosts.destination[h]);
		strcat(said, " ");
	}
	good = err == rows[i].err &&
	       (err ? strstr(why, rows[i].says) != NULL : !strcmp(said, rows[i].says));
	if (!good)
		printf("row %zu: %d '%s' '%s'\n", i, err, said, why);
	rk_arena_fini(&a);
	return !good;
}

int main(void)
{
	int bad = 0;

	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++)
		bad |= check(i);
	return bad;
}
