/* SPDX-License-Identifier: MIT */
/* Front end, verifier, compiler, checker, signer: called in order, with no logic of their own here.
 */
#include "driver.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rk/tables.h"
#include "rk/write.h"

int rk_cc_fail(int code, const char *file, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: error: ", file);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return code;
}

/* ---- key ---- */

/* Found first, read last: Clang and LLVM never run with a secret key in their memory. */
int rk_cc_find_key(struct rk_cc *c)
{
	const char *path = c->o.key;
	size_t n = strlen(path);

	if (!strchr(path, '/') && !(n > 4 && !strcmp(path + n - 4, ".sec")))
		path = rk_key_path(&c->arena, path, true);
	if (!path)
		return rk_cc_fail(RK_CC_KEY, c->o.key, "no folder for keys: set RK_KEYS or HOME");
	c->key_path = path;
	if (!access(path, F_OK))
		return 0;
	if (path == c->o.key)
		return rk_cc_fail(
			RK_CC_KEY, path, "no secret key here (nothing is built unsigned)");
	return rk_cc_fail(RK_CC_KEY, path,
		"no secret key here: `rk key generate %s` makes one (nothing is built unsigned)",
		c->o.key);
}

/* ---- source ---- */

static int read_object(struct rk_cc *c)
{
	size_t size;
	u8 *bytes = rk_read_file(&c->arena, c->o.source, &size);

	if (!bytes)
		return rk_cc_fail(RK_CC_FAIL, c->o.source, "%s", strerror(errno));
	for (u32 i = 0; i < c->o.n_targets; i++) {
		c->targets[i].object = bytes;
		c->targets[i].object_size = size;
	}
	return 0;
}

/* Messages that both targets share are printed once. */
static void print_clang(const struct rk_cc *c)
{
	for (u32 i = 0; i < c->o.n_targets; i++)
		if (!i || strcmp(c->units[i].text, c->units[0].text))
			fputs(c->units[i].text, stderr);
}

static int compile_source(struct rk_cc *c)
{
	struct rk_front_opts fo = {.source = c->o.source,
		.args = c->o.clang_args,
		.n_args = c->o.n_clang_args,
		.color = c->o.color,
		.targets = c->o.targets,
		.n_targets = c->o.n_targets};
	const char *why = NULL;
	int code = 0;

	if (access(c->o.source, R_OK))
		return rk_cc_fail(RK_CC_FAIL, c->o.source, "%s", strerror(errno));
	if (rk_front_compile(c->units, &c->arena, &fo, &why))
		return rk_cc_fail(RK_CC_FAIL, c->o.source, "%s", why);
	if (!c->o.json)
		print_clang(c);
	for (u32 i = 0; i < c->o.n_targets; i++) {
		c->targets[i].object = c->units[i].object;
		c->targets[i].object_size = c->units[i].size;
		if (!c->units[i].object)
			code = RK_CC_FAIL;
	}
	return code;
}

/* A rename would put a file where a device or a pipe was: /dev/null for everyone, as root. */
static bool is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* Complete or absent: written beside its place under another name, then renamed. */
static int write_file(struct rk_cc *c, const char *path, const u8 *bytes, size_t size)
{
	char *temp = rk_format(&c->arena, "%s.XXXXXX", path);
	mode_t mask;
	bool ok;
	int fd;

	if (is_special(path))
		return rk_cc_fail(RK_CC_FAIL, path, "no regular file: a blob is written to one");

	fd = mkstemp(temp);
	ok = fd >= 0;
	mask = umask(0);
	umask(mask);
	ok = ok && rk_write_all(fd, bytes, size) && !fchmod(fd, 0666 & ~mask);
	if (fd >= 0 && close(fd))
		ok = false;
	if (ok && !rename(temp, path))
		return 0;
	rk_cc_fail(RK_CC_FAIL, path, "%s", strerror(errno));
	if (fd >= 0)
		unlink(temp);
	return RK_CC_FAIL;
}

int rk_cc_compile(struct rk_cc *c)
{
	int code = rk_front_is_source(c->o.source) ? compile_source(c) : read_object(c);

	if (code || !c->o.emit_obj)
		return code;
	return write_file(c, c->o.emit_obj, c->targets[0].object, c->targets[0].object_size);
}

/* ---- objects and programs ---- */

static void print_diags(const struct rk_cc *c, const struct rk_diags *d)
{
	if (c->o.json)
		return;
	for (const struct rk_diag *e = d->first; e; e = e->next)
		rk_diag_print(stderr, d, e, c->o.color);
}

static bool concerns(const struct rk_cc *c, const struct rk_diags *d)
{
	for (const struct rk_diag *e = d->first; e; e = e->next)
		if (!c->o.program || !*e->program || !strcmp(e->program, c->o.program))
			return true;
	return false;
}

int rk_cc_read_objects(struct rk_cc *c)
{
	for (u32 i = 0; i < c->o.n_targets; i++) {
		struct rk_cc_target *t = &c->targets[i];
		struct rk_obj_opts oo = {.arch = t->arch,
			.kernel = &t->kernel,
			.robot = c->o.target_profile ? &c->o.robot : NULL};
		int err;

		if (t->btf.n)
			oo.target = &t->btf;
		if (t->records.n)
			oo.records = &t->records;
		if (t->headers.n)
			oo.headers = &t->headers;
		rk_diags_init(&t->diags, &c->arena, c->o.source);
		err = rk_obj_read(&t->obj, &c->arena, t->object, t->object_size, &oo, &t->diags);
		if (!err && !concerns(c, &t->diags))
			continue;
		print_diags(c, &t->diags);
		return RK_CC_FAIL;
	}
	return 0;
}

static const struct rk_prog *find(const struct rk_cc_target *t, const char *name)
{
	for (u32 i = 0; i < t->obj.n_progs; i++)
		if (!strcmp(t->obj.progs[i].name, name))
			return &t->obj.progs[i];
	return NULL;
}

/* "dir/imu_clip.bpf.c" -> "imu_clip": blobs go to the current folder. */
static char *stem(struct rk_cc *c)
{
	static const char *const suffixes[] = {".bpf.c", ".bpf.o", ".c", ".o"};
	const char *slash = strrchr(c->o.source, '/'), *base = slash ? slash + 1 : c->o.source;
	size_t n = strlen(base);

	for (size_t i = 0; i < RK_ARRAY_SIZE(suffixes); i++) {
		size_t s = strlen(suffixes[i]);

		if (n > s && !strcmp(base + n - s, suffixes[i]))
			return rk_strndup(&c->arena, base, n - s);
	}
	return rk_strdup(&c->arena, base);
}

/* One kernel runs on one architecture: each target needs its own, and an object fits one alone. */
static bool shares_kernel(const struct rk_cc *c)
{
	if (c->o.n_targets == 1)
		return false;
	return !rk_front_is_source(c->o.source) || c->o.kernel_release || c->o.kernel_version ||
	       c->o.kernel_config || !c->o.btf[0] || !c->o.btf[1] ||
	       !strcmp(c->o.btf[0], c->o.btf[1]);
}

static int check_kernel(struct rk_cc *c, const struct rk_cc_target *t, const struct rk_prog *p)
{
	if (!p->kernel_specific)
		return 0;
	if (shares_kernel(c))
		return rk_cc_fail(RK_CC_USAGE, c->o.source,
			"'%s' is bound to one kernel (CO-RE, pt_regs, raw arguments or .kconfig), "
			"and that to one architecture: choose it with --target%s",
			p->name,
			rk_front_is_source(c->o.source)
				? ", or give --target-btf ARCH=FILE for each"
				: "");
	if (t->kernel.release && *t->kernel.release && t->kernel.version && *t->kernel.version)
		return 0;
	return rk_cc_fail(RK_CC_USAGE, c->o.source,
		"'%s' is bound to one kernel (CO-RE, pt_regs, raw arguments or .kconfig): name "
		"that "
		"of the %s robot with --kernel-release \"$(uname -r)\" --kernel-version \"$(uname "
		"-v)\", or in a file FILE.release beside --target-btf FILE",
		p->name, rk_cc_arch_name(t->arch));
}

static int add_program(struct rk_cc *c, const char *name)
{
	struct rk_cc_program *out = &c->programs[c->n_programs++];
	int code;

	*out = (struct rk_cc_program){.name = name, .output = c->o.output};
	for (u32 i = 0; i < c->o.n_targets; i++) {
		const struct rk_prog *p = find(&c->targets[i], name);

		if (!p)
			return rk_cc_fail(RK_CC_FAIL, c->o.source, "'%s' is missing on %s", name,
				rk_cc_arch_name(c->targets[i].arch));
		if ((code = check_kernel(c, &c->targets[i], p)))
			return code;
		out->images[i].prog = p;
	}
	return 0;
}

int rk_cc_select(struct rk_cc *c)
{
	const struct rk_obj *obj = &c->targets[0].obj;
	int code;

	c->programs = rk_alloc_array(&c->arena, obj->n_progs + 1, sizeof(*c->programs));
	for (u32 i = 0; i < obj->n_progs; i++) {
		if (c->o.program && strcmp(c->o.program, obj->progs[i].name))
			continue;
		if ((code = add_program(c, obj->progs[i].name)))
			return code;
	}
	if (!c->n_programs && c->o.program)
		return rk_cc_fail(RK_CC_USAGE, c->o.source, "no program '%s'", c->o.program);
	if (!c->n_programs)
		return rk_cc_fail(RK_CC_FAIL, c->o.source,
			"no program: a function needs SEC(\"...\"), such as SEC(\"timer/1ms\")");
	if (c->n_programs > 1 && c->o.output)
		return rk_cc_fail(RK_CC_USAGE, c->o.source,
			"%u programs make %u blobs: choose one with --program, or leave -o away",
			c->n_programs, c->n_programs);
	for (u32 i = 0; i < c->n_programs && !c->o.output; i++)
		c->programs[i].output = c->n_programs == 1 ? rk_format(&c->arena, "%s.rkb", stem(c))
							   : rk_format(&c->arena, "%s.%s.rkb",
								     stem(c), c->programs[i].name);
	return 0;
}

/* ---- verify, compile, sign ---- */

static const char *cost_core(enum rk_arch arch)
{
	return arch == RK_ARCH_AARCH64 ? "cortex-a72" : "x86-64";
}

static int verify_image(struct rk_cc *c, struct rk_cc_image *im, enum rk_arch arch)
{
	struct rk_verify_opts vo = {.core = cost_core(arch),
		.robot = !c->o.cloud,
		.worst_limit = c->o.worst_case,
		.insn_limit = c->o.cloud ? 1000000 : 100000,
		.stack_limit = c->o.cloud ? 512 << 10 : 8 << 10};
	int err;

	if (c->o.cloud && !vo.worst_limit)
		vo.worst_limit =
			RK_UNKNOWN_COST; /* the cloud profile reports, it does not refuse */
	rk_diags_init(&im->diags, &c->arena, c->o.source);
	err = rk_verify(&im->result, &c->arena, im->prog, &vo, &im->diags);
	if (err)
		return rk_cc_fail(RK_CC_FAIL, c->o.source, "'%s' could not be analysed: %s",
			im->prog->name, rk_strerror(err));
	if (im->result.verdict == RK_ACCEPT && !rk_aot_runnable(im->prog, &im->result, &im->diags))
		return 0;
	return RK_CC_REJECTED;
}

/* Every program is judged, so that one run shows all there is to mend. */
int rk_cc_verify(struct rk_cc *c)
{
	int worst = 0;

	for (u32 k = 0; k < c->n_programs; k++) {
		struct rk_cc_program *p = &c->programs[k];

		p->accepted = true;
		for (u32 i = 0; i < c->o.n_targets && p->accepted; i++) {
			int code = verify_image(c, &p->images[i], c->targets[i].arch);

			print_diags(c, &p->images[i].diags);
			p->accepted = !code;
			worst = code > worst ? code : worst;
		}
	}
	return worst;
}

static int lower_image(struct rk_cc *c, struct rk_cc_image *im, const struct rk_cc_target *t)
{
	struct rk_aot_opts ao = {.arch = t->arch};
	struct rk_check_limits limits = {.native_stack = RK_NATIVE_STACK};
	struct rk_blob_info info = {.counter = c->o.counter, .cost_core = cost_core(t->arch)};
	const char *why = "", *name = im->prog->name, *arch = rk_cc_arch_name(t->arch);
	int err;

	if (im->prog->kernel_specific) {
		info.kernel_release = t->kernel.release;
		info.kernel_version = t->kernel.version;
	}
	if (rk_aot_compile(&im->code, &c->arena, im->prog, &im->result, &ao, &why))
		return rk_cc_fail(RK_CC_FAIL, c->o.source, "'%s' is not compiled for %s: %s", name,
			arch, why);
	if (rk_code_check(&im->code, &c->arena, &limits, &why))
		return rk_cc_fail(RK_CC_FAIL, c->o.source,
			"machine code of '%s' for %s is refused: %s", name, arch, why);
	err = rk_blob_write(
		&c->arena, im->prog, &im->result, &im->code, &info, &im->bytes, &im->size);
	return err ? rk_cc_fail(RK_CC_FAIL, c->o.source, "'%s': %s", name, rk_strerror(err)) : 0;
}

int rk_cc_lower(struct rk_cc *c)
{
	for (u32 k = 0; k < c->n_programs; k++)
		for (u32 i = 0; i < c->o.n_targets; i++) {
			int code = lower_image(c, &c->programs[k].images[i], &c->targets[i]);

			if (code)
				return code;
		}
	return 0;
}

static int sign_program(struct rk_cc *c, struct rk_cc_program *p, const struct rk_seckey *key)
{
	const char *why = "";
	size_t size = 0;
	u8 *file;

	for (u32 i = 0; i < c->o.n_targets; i++)
		size += p->images[i].size;
	file = rk_alloc(&c->arena, size);
	size = 0;
	for (u32 i = 0; i < c->o.n_targets; i++) {
		memcpy(file + size, p->images[i].bytes, p->images[i].size);
		size += p->images[i].size;
	}
	if (rk_file_sign(&c->arena, file, size, key, &p->blob, &p->blob_size, &why))
		return rk_cc_fail(RK_CC_KEY, c->o.source, "'%s' is not signed: %s", p->name, why);
	return 0;
}

int rk_cc_sign(struct rk_cc *c)
{
	struct rk_seckey key;
	const char *why = "";
	int code = 0;

	if (rk_key_read_secret(&c->arena, c->key_path, &key, &why))
		return rk_cc_fail(RK_CC_KEY, c->key_path, "%s", why);
	memcpy(c->keynum, key.keynum, sizeof(c->keynum));
	for (u32 k = 0; k < c->n_programs && !code; k++)
		code = sign_program(c, &c->programs[k], &key);
	rk_key_wipe(&key);
	return code;
}

int rk_cc_write(struct rk_cc *c)
{
	for (u32 k = 0; k < c->n_programs; k++) {
		struct rk_cc_program *p = &c->programs[k];
		int code = write_file(c, p->output, p->blob, p->blob_size);

		if (code)
			return code;
	}
	return 0;
}
