"""style: what HACKING.md binds and a program can see."""
import os
import re
import tree

LINES_MAX, FUNCTION_LINES_MAX = 600, 90

# `system` cannot be poisoned, because a kind of error has its name.
BANNED_BESIDES = ["system"]


def banned_names(root):
    poison = re.search(r"#pragma GCC poison (.*)", tree.read(root, "src/base/banned.h"))
    return poison.group(1).split() + BANNED_BESIDES


def check_banned(root):
    """Banned functions are called nowhere, not even before base/banned.h is read."""
    call = re.compile(r"(?<![\w.>])(" + "|".join(banned_names(root)) + r")\s*\(")
    found = []
    for path in tree.files(root, ".c", ".h", under="src"):
        for number, line in enumerate(tree.code_only(tree.read(root, path)).splitlines(), 1):
            found += [f"{path}:{number}: {match.group(1)} is banned" for match in call.finditer(line)]
    return found


def check_banned_included(root):
    """base/banned.h is the last header that each source file includes; rows and generated tables have no folder."""
    found = []
    for path in tree.files(root, ".c", under="src"):
        headers = [name for quote, name, _ in tree.includes(tree.read(root, path))
                   if name.endswith(".h") and (quote == "<" or "/" in name)]
        if headers[-1:] != ["base/banned.h"]:
            found.append(f'{path}: the last header included is not "base/banned.h"')
    return found


def check_file_length(root):
    """A file past 600 lines is split by idea."""
    found = []
    for under in ("src", "tests", "tools", "fuzz", "bench"):
        for path in tree.files(root, ".c", ".h", ".py", ".sh", under=under):
            lines = tree.read(root, path).count("\n")
            if lines > LINES_MAX:
                found.append(f"{path}: {lines} lines")
    return found


def check_function_length(root):
    """A function's braces stand at the left margin; between them are at most 90 lines."""
    found = []
    for path in tree.files(root, ".c", ".h", under="src"):
        start = None
        for number, line in enumerate(tree.read(root, path).splitlines(), 1):
            if line == "{":
                start = number
            elif line == "}" and start:
                if number - start > FUNCTION_LINES_MAX:
                    found.append(f"{path}:{start}: a function of {number - start} lines")
                start = None
    return found


def rows_left_over(text):
    """What remains of a .def file's text when its rows, NAME (…), are taken away; "" when it held rows only."""
    at = 0
    while True:
        match = re.compile(r"\s*([A-Za-z_][\w#]*)\s*\(").match(text, at)
        if not match:
            return text[at:].strip()
        depth, at = 1, match.end()
        while depth > 0 and at < len(text):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        if depth > 0:
            return text[match.start():].strip()


DEFINE = re.compile(r"#[ \t]*define[ \t]+\w+\([^)]*\)(.*)")


def check_def_rows(root):
    """A .def file holds rows only. all.def may say the reading order, shapes.def may name rows, or members of a row, that go
    together."""
    found = []
    for path in tree.files(root, ".def"):
        text = tree.read(root, path)
        order = os.path.basename(path) == "all.def"
        rows = []
        for line in tree.code_only(text.replace("\\\n", " ")).splitlines():
            define = DEFINE.match(line.strip())
            if define and os.path.basename(path) == "shapes.def":
                rows.append(re.sub(r"\.\w+ = [\w#]+,", "", define.group(1)))
            elif line.strip().startswith("#"):
                if not (order and re.match(r'#[ \t]*include[ \t]*""$', line.strip())):
                    found.append(f"{path}: {line.strip()}")
            else:
                rows.append(line)
        left = rows_left_over("\n".join(rows))
        if left:
            found.append(f"{path}: not a row: {left.splitlines()[0][:80]}")
    return found


# Written in halves, so that this file passes its own check.
MARKS = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX")) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.~$}*-])/(?:ho" + r"me|ro" + r"ot|wo" + r"rk|Us" + r"ers|mn" + r"t)/")


def check_marks(root):
    """No promise to do something later, and no folder that exists on one machine only."""
    found = []
    for path in tree.files(root):
        if os.path.islink(os.path.join(root, path)) or "\0" in tree.read(root, path)[:4096]:
            continue
        for number, line in enumerate(tree.read(root, path).splitlines(), 1):
            for pattern, what in ((MARKS, "a mark for later"), (MACHINE_PATH, "a folder of one machine")):
                if pattern.search(line):
                    found.append(f"{path}:{number}: {what}: {line.strip()[:80]}")
    return found


def check_tests_listed(root):
    """Each unit test, number test and story on disk is named in its folder's meson.build, so that it runs."""
    found = []
    for folder, pattern in (("tests/unit", r"(t_\w+)\.c$"), ("tests/numbers", r"(t_\w+)\.c$"),
                            ("tests/stories", r"(\w+)\.story\.sh$")):
        listed = tree.read(root, folder + "/meson.build") if tree.exists(root, folder + "/meson.build") else ""
        for path in tree.files(root, under=folder):
            match = re.search(pattern, path)
            if match and not re.search(r"'(t_)?" + match.group(1).removeprefix("t_") + r"(\.c|\.story\.sh)?'", listed):
                found.append(f"{path} is not in {folder}/meson.build")
    return found
