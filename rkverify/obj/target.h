/* SPDX-License-Identifier: MIT */
/*
 * A target profile: what one robot is and has, in a folder that `rk target add` wrote. The file is
 * foreign data: sizes, types and letters are checked before anything of it is used.
 *
 *   profile.json  schema, host, machine, release, version, sections [{section, about}], roles {}
 *   btf           the kernel's types, where it has any; btf.release beside it
 *   formats       else the format files of its trace events, one behind the other
 *   types         and BTF of what its kernel's headers declare, where `rk target headers` made it
 */
#ifndef RK_OBJ_TARGET_H
#define RK_OBJ_TARGET_H

#include "arena.h"
#include "btf.h"
#include "rk/hook.h"

enum { RK_TARGET_SECTIONS = 20000, RK_TARGET_ROLES = 64 };

struct rk_target_section { /* what can be attached to, as rk hooks says it */
	const char *section, *about;
};

struct rk_target_role {
	const char *name, *device; /* "imu", "name:mpu6050" */
};

struct rk_target {
	const char *name, *host, *machine, *release, *version;
	const char *btf;     /* its path, NULL: none */
	const char *formats; /* that of the format files of its trace events; NULL: none */
	const char *types;   /* that of the types of its kernel's headers; NULL: none */
	enum rk_arch arch;
	u32 n_sections, n_roles;
	struct rk_target_section *sections;
	struct rk_target_role *roles;
};

/* A name that can be a folder's: letters, digits, '_', '-' and '.', which does not come first. */
bool rk_target_is_name(const char *name);
/* A device as sections name it: name:<driver>, device<N>, chip<N>. */
bool rk_target_is_device(const char *device);
/* The folder of all profiles: $XDG_CONFIG_HOME/rkbpf/targets, else below ~/.config. */
char *rk_target_folder(struct rk_arena *a);
/* RK_OK, or RK_ENOENT, RK_EINPUT, ... with *why naming the file. */
int rk_target_read(struct rk_target *t, struct rk_arena *a, const char *name, const char **why);
/* The profile out of its text; the folder is for t->btf. The same. */
int rk_target_parse(
	struct rk_target *t, struct rk_arena *a, const char *json, size_t size, const char **why);
/* The types of its trace records where it has no BTF, for rk_obj_opts.records; b->n is 0 where it
 * has neither. RK_OK, or RK_EINPUT with *why naming the file. */
int rk_target_records(
	const struct rk_target *t, struct rk_arena *a, struct rk_btf *b, const char **why);
/* Those of its kernel's headers, for rk_obj_opts.headers. The same. */
int rk_target_headers(
	const struct rk_target *t, struct rk_arena *a, struct rk_btf *b, const char **why);
/* The section with its role replaced by the device, if the robot has what it names; else NULL and
 * *why, with names that are near. */
const char *rk_target_resolve(
	const struct rk_target *t, struct rk_arena *a, const char *section, const char **why);

#endif
