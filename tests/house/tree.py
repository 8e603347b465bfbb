"""tree: the files of a source tree, and C text without its comments and strings."""
import os
import re

SKIPPED_FOLDERS = {".git", "node_modules", "demo", "__pycache__"}


def files(root, *suffixes, under=""):
    """Paths relative to `root`, sorted, of the files below `under` that end in one of `suffixes` (any, when none is given)."""
    found = []
    for folder, folders, names in os.walk(os.path.join(root, under)):
        folders[:] = [f for f in folders if f not in SKIPPED_FOLDERS and not f.startswith("build")]
        for name in names:
            if name.startswith("build-") and name.endswith(".log"):  # what tools/dev is saying right now
                continue
            if not suffixes or name.endswith(suffixes):
                found.append(os.path.relpath(os.path.join(folder, name), root))
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def exists(root, path):
    return os.path.exists(os.path.join(root, path))


COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def code_only(text):
    """C with comments blanked and strings emptied; every line keeps its number."""
    def blank(match):
        newlines = "\n" * match.group(0).count("\n")
        return newlines if match.group(0).startswith("/") else match.group(0)[0] * 2
    return COMMENT_OR_STRING.sub(blank, text)


INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)


def includes(text):
    """(quote, name, line number) of each include, in order; those inside comments are not."""
    without_comments = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group(0).count("\n"), text, flags=re.DOTALL)
    return [(m.group(1), m.group(2), without_comments.count("\n", 0, m.start(2)) + 1)
            for m in INCLUDE.finditer(without_comments)]


def src_folder(path):
    """Which row of src/LAYERS a file belongs to: src/db/x.c to db, src/main.c to main."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else os.path.splitext(parts[1])[0]
