#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The proofs can fail: each rule of the value domain, broken in one place, is refuted.

mutants.py RK-PROVE copies the domain's sources, makes one change, builds the harness of the copy
and asks for the row that is about the changed rule. Ends with the number refuted; fails if it is
not all of them, or if a change no longer finds its place.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DOMAIN = HERE.parent.parent / "rkverify"

# file, what is there, what it becomes, the row that must be refuted
MUTANTS = [
    ("domain.c", "\tRK_LOWER(a.umin, b.umin);\n\tRK_RAISE(a.umax, b.umax);\n", "\tRK_LOWER(a.umin, b.umin);\n",
     "join"),
    ("domain.c", "p->smax > last && p->smax < first", "p->smax > last", "the two orders keep members, 64"),
    ("domain.c", "if (last - first > LOW)", "if (0)", "low half of a run keeps members"),
    ("domain_alu.c", "if (lo >> width != hi >> width)", "if (lo > hi)", "intervals: add, 64"),
    ("domain_alu.c", "(u128)a->umin - b->umax", "(u128)a->umin - b->umin", "intervals: sub, 32"),
    ("domain_alu.c", "most(most(low_low, low_high), most(high_low, high_high))", "most(low_low, high_high)",
     "intervals: mul, 64"),
    ("domain_alu.c", "b->umin ? a->umax / b->umin : a->umax", "a->umax / b->umax", "intervals: div, 64"),
    ("domain_alu.c", "if (a->smin == limit)", "if (a->smin < limit)", "intervals: sdiv, 64"),
    ("domain_alu.c", "RK_LOWER(p.umax, b->umax - 1)", "RK_LOWER(p.umax, b->umin - 1)", "intervals: mod, 64"),
    ("domain_alu.c", "p.smin = (s64)(1 - big)", "p.smin = (s64)(2 - big)", "intervals: smod, 32"),
    ("domain_alu.c", "p.smax = a->smax > b->smax ?", "p.smax = a->smax < b->smax ?", "intervals: and, 64"),
    ("domain_alu.c", "p.umax = fill(a->umax | b->umax);\n\tp.smin = a->smin", "p.umax = a->umax | b->umax;\n\tp.smin = a->smin",
     "intervals: or, 32"),
    ("domain_alu.c", "signed_fill(a) | signed_fill(b)", "signed_fill(a)", "intervals: xor, 64"),
    ("domain_alu.c", "(u64)(rk_part_sext(a.mask, width) >> n)", "a.mask >> n", "bits: arsh, 64"),
    ("domain_alu.c", "width == 32 || n >= 32", "width == 32", "lsh by one count 64"),
    ("domain_alu.c", "some ? rk_val_join(all, &one) : one", "one", "rsh by one count more 32"),
    ("domain_alu.c", "shift_by(RK_ALU_ARSH, width, &v, n)", "shift_by(RK_ALU_RSH, width, &v, n)", "movsx 8 to 64"),
    ("domain_alu.c", "UINT64_MAX >> (64 - 8 * size)", "UINT64_MAX >> (63 - 8 * size)", "trunc 16"),
    ("domain_alu.c", "v.mask = rk_eval_end(op, bits, a->mask)", "v.mask = a->mask", "bswap32"),
    ("domain_alu.c", "v.umax = p->umax;", "v.umax = (u64)p->smax;", "assemble 32 bits"),
    ("domain_cond.c", "RK_LOWER(a->umax, b->umax - 1)", "RK_LOWER(a->umax, b->umax - 2)", "jlt 64 taken"),
    ("domain_cond.c", "RK_RAISE(b->smin, a->smin);", "RK_RAISE(b->smin, a->smax);", "jsle 32 taken"),
    ("domain_cond.c", "v->mask | ~(u64)UINT32_MAX", "v->mask", "jeq 32 taken"),
    ("domain_cond.c", "p.umin += p.umin == x;", "p.umin += 1;", "a number excluded, 64"),
    ("domain_cond.c", "if (!(both & (both - 1)))", "if (both & (both - 1))", "jset 64 taken"),
    ("domain_widen.c", "rung <= x && rung > best", "rung > best", "rungs of a ladder"),
    ("domain_widen.c", "a.umax = full.umax;", "a.umax = INT64_MAX;", "widen"),
    ("tnum.c", "((masks + values) ^ values) | a.mask | b.mask", "(masks + values) ^ values", "bits: add"),
    ("tnum.c", "make(0, p->b.value | p->b.mask)", "make(0, p->b.mask)", "bits: one bit of mul"),
    ("tnum.c", "(t.value & (bit - 1))", "(t.mask & (bit - 1))", "bits move bounds up to members, 64"),
]


def outcome(prove, file, was, becomes, row):
    """What rk-prove says of the row when the file has the change."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        for source in [*DOMAIN.glob("domain*"), *DOMAIN.glob("tnum.*"), DOMAIN / "part.h", DOMAIN / "eval.c"]:
            shutil.copy(source, copy)
        text = (copy / file).read_text()
        if text.count(was) != 1:
            return f"not made: {text.count(was)} places"
        (copy / file).write_text(text.replace(was, becomes))
        subprocess.run([HERE / "build-harness.sh", copy, copy / "harness.bc"], check=True)
        out = subprocess.run([prove, "-t", "60", "-k", row, copy / "harness.bc"], text=True,
                             stdout=subprocess.PIPE, check=False).stdout
    words = [line.split()[0] for line in out.splitlines() if line.removesuffix("  <- FAILED").endswith(" s  " + row)]
    return words[0] if len(words) == 1 else "no row"


def main():
    refuted = 0
    for mutant in MUTANTS:
        got = outcome(sys.argv[1], *mutant)
        refuted += got == "refuted"
        print(f"{got:10} {mutant[3]}: {mutant[2].strip() or 'removed'}", flush=True)
    print(f"{refuted} of {len(MUTANTS)} refuted")
    return refuted != len(MUTANTS)


if __name__ == "__main__":
    sys.exit(main())
