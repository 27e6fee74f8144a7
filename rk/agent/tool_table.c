/* SPDX-License-Identifier: MIT */
/* Every command, in the order in which a user meets them. Help comes from these rows alone. */
#include "tool.h"

enum {
	JSON = RK_OPT_JSON,
	DUMP = RK_OPT_JSON | RK_OPT_HEX | RK_OPT_SUM | RK_OPT_NONZERO,
	STREAM = RK_OPT_JSON | RK_OPT_HEX | RK_OPT_COUNT | RK_OPT_TIMEOUT,
};

const struct rk_tool_row rk_tool_rows[] = {
	{"info", 0, 0, JSON, rk_tool_info, "", "the module: version, memory, keys"},
	{"key add", 1, 1, 0, rk_tool_key_add, "FILE", "trust a public key (signify's .pub file)"},
	{"key limit", 1, 20, 0, rk_tool_key_limit, "FILE [HOOK|HELPER]...",
		"what programs of a key may not use from now on"},
	{"counters", 0, 0, JSON, rk_tool_counters, "",
		"the highest counter of each program so far"},
	{"restore", 0, 0, 0, rk_tool_restore, "",
		"counters and programs that persist, after a boot"},
	{"forget", 1, 1, 0, rk_tool_forget, "NAME", "no more of this program after a boot"},
	{"seal", 0, 0, 0, rk_tool_seal, "", "no more keys and outputs until the robot restarts"},
	{"check", 1, 1, 0, rk_tool_check, "FILE", "would this blob be loaded? Nothing changes"},
	{"load", 1, 1, JSON, rk_tool_load, "FILE", "load a blob; prints the program's id"},
	{"attach", 1, 1, 0, rk_tool_attach, "PROG",
		"run a program at the hook that its section names"},
	{"detach", 1, 1, 0, rk_tool_detach, "PROG", "take a program from its hook"},
	{"unload", 1, 1, 0, rk_tool_unload, "PROG", "forget a program and its maps"},
	{"replace", 2, 2, JSON | RK_OPT_RESET, rk_tool_replace, "PROG FILE|ID",
		"another program in its place, without missing an event"},
	{"rollback", 1, 1, 0, rk_tool_rollback, "PROG",
		"the program before the last replace again"},
	{"freeze", 0, 0, 0, rk_tool_freeze, "", "no events for programs that are no interlocks"},
	{"thaw", 0, 0, 0, rk_tool_thaw, "", "the end of a freeze"},
	{"status", 0, 1, JSON, rk_tool_status, "[PROG]", "programs with what they did"},
	{"map list", 1, 1, JSON, rk_tool_map_list, "PROG", "the maps of a program"},
	{"map dump", 2, 2, DUMP, rk_tool_map_dump, "PROG MAP", "keys with values, of each CPU"},
	{"map get", 3, 3, JSON | RK_OPT_HEX, rk_tool_map_get, "PROG MAP KEY", "one value"},
	{"map set", 4, 4, RK_OPT_CPU | RK_OPT_NEW, rk_tool_map_set, "PROG MAP KEY VALUE",
		"write one value"},
	{"map delete", 3, 3, 0, rk_tool_map_delete, "PROG MAP KEY", "take one key out"},
	{"map pop", 2, 2, JSON | RK_OPT_HEX, rk_tool_map_pop, "PROG MAP",
		"take the next element of a queue or stack"},
	{"events", 2, 2, STREAM, rk_tool_events, "PROG MAP",
		"records of a ring buffer as they come"},
	{NULL, 0, 0, 0, NULL, NULL, NULL},
};
