# SPDX-License-Identifier: MIT
"""Read the rows of a .def table: the one parser behind every generator of headers and docs."""
import os

top = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))


def strip_comments(text):
    out, i = [], 0
    while i < len(text):
        if text[i] == '"':
            j = i + 1
            while text[j] != '"':
                j += 2 if text[j] == '\\' else 1
            out.append(text[i:j + 1])
            i = j + 1
        elif text.startswith('/*', i):
            i = text.index('*/', i) + 2
        else:
            out.append(text[i])
            i += 1
    return ''.join(out)


def split_args(text):
    """The comma-separated arguments of one row, up to its closing parenthesis."""
    args, depth, start, i = [], 0, 0, 0
    while True:
        c = text[i]
        if c == '"':
            i += 1
            while text[i] != '"':
                i += 2 if text[i] == '\\' else 1
        elif c == '(':
            depth += 1
        elif c == ')' and depth:
            depth -= 1
        elif c in ',)' and not depth:
            args.append(text[start:i].strip())
            start = i + 1
            if c == ')':
                return args
        i += 1


def unquote(arg):
    if not arg.startswith('"'):
        return arg
    return arg[1:-1].replace('\\"', '"').replace('\\\\', '\\')


def rows(name, macro):
    """All rows MACRO(...) of include/rk/NAME, strings unquoted."""
    text = strip_comments(open(os.path.join(top, 'include/rk', name)).read())
    lines = [l for l in text.splitlines(True) if not l.lstrip().startswith('#')]
    text, found, at = ''.join(lines), [], 0
    while True:
        at = text.find(macro + '(', at)
        if at < 0:
            return found
        at += len(macro) + 1
        if at > len(macro) + 1 and (text[at - len(macro) - 2].isalnum() or text[at - len(macro) - 2] == '_'):
            continue
        found.append([unquote(a) for a in split_args(text[at:])])
