"""Reads files and their earlier versions from a clone, work tree or not."""

import functools
import subprocess


class Repository:
    def __init__(self, folder):
        self.folder = str(folder)
        self.commit, self.date = self.git("log", "-1", "--format=%H %cs").split()

    def git(self, *arguments):
        return subprocess.run(
            ["git", "-C", self.folder, *arguments], check=True, capture_output=True, text=True
        ).stdout

    def files(self, folder):
        """Path and text of every TOML file below the folder; links that lead nowhere are left out."""
        listed = []
        for line in self.git("ls-tree", "-r", "-z", "HEAD", folder).split("\0"):
            if line.endswith(".toml"):
                mode, _, rest = line.split(" ", 2)
                blob, path = rest.split("\t")
                listed.append((mode, blob, path))
        texts = self.blobs([blob for _, blob, _ in listed])
        for mode, blob, path in sorted(listed, key=lambda one: one[2]):
            text = texts[blob]
            if mode == "120000":
                text = self.linked(path, text)
            if text is not None:
                yield path, text

    def linked(self, path, target):
        parts = path.split("/")[:-1]
        for step in target.split("/"):
            parts = parts[:-1] if step == ".." else parts + [step]
        try:
            return self.git("show", "HEAD:" + "/".join(parts))
        except subprocess.CalledProcessError:
            return None

    def blobs(self, wanted):
        unique = sorted(set(wanted))
        answer = subprocess.run(
            ["git", "-C", self.folder, "cat-file", "--batch"],
            input="".join(blob + "\n" for blob in unique).encode(),
            check=True,
            capture_output=True,
        ).stdout
        texts, at = {}, 0
        for blob in unique:
            end = answer.index(b"\n", at)
            head = answer[at:end].split()
            if head[1] == b"missing":
                texts[blob] = None
                at = end + 1
                continue
            size = int(head[2])
            texts[blob] = answer[end + 1 : end + 1 + size].decode()
            at = end + size + 2
        return texts

    @functools.cache
    def history(self, folder):
        """By path: (day, text) of each version, the oldest first; of several on a day the last."""
        log = self.git(
            "log", "--reverse", "--no-renames", "--raw", "--format=C %cs", "--abbrev=40", "-z",
            "--first-parent", "-m", "--", folder)
        day, changes = "", []
        fields = log.replace("\n", "\0").split("\0")
        at = 0
        while at < len(fields):
            field = fields[at]
            if field.startswith("C "):
                day = field[2:]
            elif field.startswith(":"):
                blob, path = field.split(" ")[3], fields[at + 1]
                changes.append((day, path, blob))
                at += 1
            at += 1
        texts = self.blobs([blob for _, _, blob in changes if set(blob) != {"0"}])
        versions = {}
        for day, path, blob in changes:
            text = texts.get(blob)
            if text is not None:
                versions.setdefault(path, {})[day] = text
        return {path: sorted(dated.items()) for path, dated in versions.items()}
