#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Man pages and shell completion from what the tools print for --help, and that is their tables.

usage: gen-man.py [--runner=WORD;WORD...] OUT TOOL...

A TOOL is a path of rk, rkcc, rkverify, rkaot or rk-agent; the runner is what runs it, such as an emulator.

Writes OUT/man1/TOOL.1 (rk-agent: man8), one page for each command of rk, OUT/bash/TOOL and OUT/zsh/_TOOL.
A --help text is: one line "NAME: summary" (or a "usage:" line and a sentence), usage lines, paragraphs,
and lines of options or commands, which begin with two spaces and go on where the next is indented deeper.
"""
import os
import re
import subprocess
import sys

RUNNER = [word for arg in sys.argv if arg.startswith("--runner=") for word in arg[9:].split(";") if word]
SUMMARIES = {
    "rkcc": "compile, verify and sign programs for robot kernels",
    "rkverify": "prove BPF objects safe, or say at the source line why not",
    "rkaot": "machine code of BPF objects: build, dump, check",
}
ITEM = re.compile(r"^  (\S.*?)(?:  +(\S.*))?$")
EXIT = re.compile(r"exit( codes?| status)?\b.*:|exit codes are", re.I)
OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][a-z0-9-]*")


def help_of(path, command=None):
    words = RUNNER + [path] + ([command] if command else []) + ["--help"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()


class Page:
    """A --help text in its parts: summary, usage lines, and blocks of prose or of (term, text) pairs."""

    def __init__(self, name, lines):
        self.name, self.summary, self.usage, self.blocks = name, SUMMARIES.get(name, ""), [], []
        if lines and not re.match(r"usage:", lines[0], re.I):
            self.summary = lines.pop(0).split(": ", 1)[-1]
        while lines and not lines[0]:
            lines.pop(0)
        self.take_usage(lines)
        for line in lines:
            self.take(line)

    def take_usage(self, lines):
        while lines and (re.match(r"usage:", lines[0], re.I) or lines[0].startswith("       ")):
            line = re.sub(r"^usage:\s*", "", lines.pop(0), flags=re.I).strip()
            if line.startswith("["):  # the line before goes on
                self.usage[-1] += " " + line
            else:
                self.usage.append(line)

    def take(self, line):
        last = self.blocks[-1] if self.blocks else None
        item = ITEM.match(line)
        if not line.strip():
            self.blocks.append(("gap", []))
        elif item:
            if not last or last[0] != "items":
                self.blocks.append(("items", []))
            self.blocks[-1][1].append([item.group(1), item.group(2) or ""])
        elif line.startswith("   ") and last and last[0] == "items":
            last[1][-1][1] = (last[1][-1][1] + " " + line.strip()).strip()
        else:
            if not last or last[0] != "prose" or EXIT.match(line):
                self.blocks.append(("prose", []))
            self.blocks[-1][1].append(line)

    def items(self):
        return [item for kind, block in self.blocks if kind == "items" for item in block]

    def options(self):
        text = " ".join(self.usage) + " " + " ".join(term for term, _ in self.items())
        return sorted(set(OPTION.findall(text)) | {"--help"})


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in (".", "'") else text


def man(page, section, also):
    out = [f'.TH {page.name.upper()} {section} "" "rkBPF" "rkBPF manual"', ".SH NAME",
           f"{roff(page.name)} \\- {roff(page.summary)}", ".SH SYNOPSIS", ".nf"]
    out += [roff(line) for line in page.usage] + [".fi", ".SH DESCRIPTION"]
    for kind, block in page.blocks:
        if kind == "gap":
            out.append(".PP")
        elif kind == "prose":
            if EXIT.match(block[0]):
                out.append(".SH EXIT STATUS")
            out += [roff(line) for line in block]
        else:
            for term, text in block:
                out += [".TP", f".B {roff(term)}", roff(text)]
            out.append(".PP")
    if also:
        out += [".SH SEE ALSO", ", ".join(f"\\fB{roff(name)}\\fR({n})" for name, n in also)]
    return "\n".join(out) + "\n"


def identifier(name):
    return "_" + name.replace("-", "_")


def bash(tool, top, pages):
    f = identifier(tool)
    words = " ".join(sorted(pages)) or ""
    cases = "".join(f"\t{name}) words='{' '.join(p.options())}' ;;\n" for name, p in sorted(pages.items()))
    return f"""# bash completion for {tool}
{f}() {{
\tlocal word=${{COMP_WORDS[COMP_CWORD]}} words='{' '.join(top.options())}'
\tif [ "$COMP_CWORD" -eq 1 ]; then words="{words} $words"; fi
\tcase ${{COMP_WORDS[1]}} in
{cases}\t*) ;;
\tesac
\tCOMPREPLY=()
\tcase $word in
\t-*) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word") ;;
\t*)
\t\t[ "$COMP_CWORD" -ne 1 ] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
\t\t[ ${{#COMPREPLY[@]}} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
\t\t;;
\tesac
}}
complete -o filenames -F {f} {tool}
"""


def quoted(text):
    return text.replace("'", "'\\''").replace(":", "\\:")


def zsh(tool, top, pages):
    f = identifier(tool)
    rows = "".join(f"\t\t'{quoted(name)}:{quoted(p.summary)}'\n" for name, p in sorted(pages.items()))
    cases = "".join(f"\t{name}) words_here=({' '.join(p.options())}) ;;\n" for name, p in sorted(pages.items()))
    return f"""#compdef {tool}
{f}() {{
\tlocal -a commands words_here
\tcommands=(
{rows}\t)
\twords_here=({' '.join(top.options())})
\tif (( CURRENT == 2 && ${{#commands}} )); then
\t\t_describe command commands
\tfi
\tcase $words[2] in
{cases}\tesac
\t[[ $PREFIX == -* ]] && compadd -- $words_here || _files
}}
{f} "$@"
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def commands_of(tool, path, top):
    """rk has a page for each command; the others name their commands in what they print."""
    if tool == "rk":
        return {name: Page(f"rk-{name}", help_of(path, name)) for name, _ in top.items()}
    if tool == "rk-agent":
        rows = [(term, text) for term, text in top.items() if not term.startswith("-")]
        pages = {}
        for term, text in rows:
            page = pages.setdefault(term.split()[0], Page(tool, []))
            page.summary = page.summary or text
            page.usage.append(term)
        return pages
    names = {line.split()[1] for line in top.usage if len(line.split()) > 1}
    pages = {}
    for name in sorted(n for n in names if re.fullmatch(r"[a-z]+", n)):
        pages[name] = Page(tool, [])
        pages[name].usage = [line for line in top.usage if line.split()[1] == name]
        pages[name].summary = top.summary
        if len(names) == 1:
            pages[name].blocks = top.blocks
    return pages


def main():
    args = [arg for arg in sys.argv[1:] if not arg.startswith("--runner=")]
    if len(args) < 2:
        sys.exit(__doc__)
    out, tools = args[0], {os.path.basename(p): p for p in args[1:]}
    section = {tool: 8 if tool == "rk-agent" else 1 for tool in tools}
    for tool, path in tools.items():
        top = Page(tool, help_of(path))
        pages = commands_of(tool, path, top)
        others = [(t, section[t]) for t in tools if t != tool]
        if tool == "rk":
            others = [(p.name, 1) for p in pages.values()] + others
            for page in pages.values():
                write(f"{out}/man1/{page.name}.1", man(page, 1, [("rk", 1)]))
        write(f"{out}/man{section[tool]}/{tool}.{section[tool]}", man(top, section[tool], others))
        write(f"{out}/bash/{tool}", bash(tool, top, pages))
        write(f"{out}/zsh/_{tool}", zsh(tool, top, pages))


if __name__ == "__main__":
    main()
