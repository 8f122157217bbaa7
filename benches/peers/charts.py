#!/usr/bin/env python3
"""How long do 100 charts take, each as SVG and as PNG at 300 dpi, drawn by us and by matplotlib?

    python3 -m venv venv && venv/bin/pip install -r benches/peers/requirements.txt
    cargo bench --bench charts --no-run
    venv/bin/python benches/peers/charts.py --rounds 5

Ten kinds, ten times each, in turn (ours, theirs, ours, ...), each round in a process of its own that says its own seconds:
starting, importing and reading fonts are left out of both. The peers' charts have as many marks and texts as ours, 160 mm
wide, without anything that keeps labels apart. Ours is `cargo bench --bench charts -- once`; `--ours CMD` is another command.
"""

import argparse
import io
import json
import pathlib
import shlex
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve()
WIDE = 160 / 25.4
TIMES = 10


def figure(pyplot, tall, rows=1, columns=1):
    made, axes = pyplot.subplots(rows, columns, figsize=(WIDE, tall), squeeze=False)
    made.suptitle("Barn med melding: høyere enn Innlandet i 2025", x=0.02, ha="left", fontsize=12, weight="bold")
    made.text(0.02, 0.01, "Grunnlag: barnevernsloven § 2-1. Tall per 31. desember 2025.", fontsize=9, color="#595959")
    return made, axes.ravel()


def plain(axis):
    for side in ["top", "right"]:
        axis.spines[side].set_visible(False)
    axis.grid(axis="y", color="#dddddd")


def overview(pyplot):
    made, (axis,) = figure(pyplot, 3.4)
    for row in range(8):
        axis.errorbar([1 + row / 10], [row], xerr=[[0.2], [0.3]], fmt="o", color="#12436d")
        axis.text(2.4, row, "7,1 %", fontsize=9, weight="bold")
        axis.text(2.7, row, "høyere", fontsize=9)
    axis.axvline(1, color="#f46a25")
    axis.set_yticks(range(8), [f"Henvendelser til tjeneste {row}" for row in range(8)])
    return made


def likert(pyplot):
    made, (axis,) = figure(pyplot, 3)
    colours = ["#8c510a", "#d8b365", "#f6e8c3", "#c7eae5", "#5ab4ac", "#01665e"]
    for row in range(4):
        left = -19
        for share, colour in zip([1, 2, 16, 43, 30, 8], colours):
            axis.barh(row, share, left=left, color=colour, edgecolor="#595959")
            axis.text(left + share / 2, row, str(share), ha="center", va="center", fontsize=9)
            left += share
        axis.text(90, row, "81,0 %", fontsize=9)
    axis.set_yticks(range(4), ["Vi ble hørt når det ble bestemt\nhvilken hjelp vi skulle få"] * 4)
    return made


def months(pyplot):
    made, (axis,) = figure(pyplot, 3)
    values = [15, 18, 8, 12, 12, 7, 5, 8, 12, 19, 14, 6]
    axis.bar(range(12), values, color="#12436d")
    for month, value in enumerate(values):
        axis.text(month, value, str(value), ha="center", fontsize=9)
        axis.plot([month - 0.4, month + 0.4], [11, 11], color="#f46a25")
    axis.set_xticks(range(12), "jan feb mar apr mai jun jul aug sep okt nov des".split())
    plain(axis)
    return made


def run(pyplot):
    made, (axis,) = figure(pyplot, 3)
    axis.plot(range(60), [8 + month * 7 % 11 for month in range(60)], "o-", color="#12436d", markersize=3)
    for level, style in [(14.6, "-"), (1.2, "--"), (28, "--")]:
        axis.axhline(level, color="#595959", linestyle=style)
    axis.set_xticks(range(6, 60, 12), range(2021, 2026))
    plain(axis)
    return made


def units(pyplot):
    made, axes = figure(pyplot, 2.8, 2, 4)
    for unit, axis in enumerate(axes[:5]):
        axis.plot(range(5), [20, 40, 35, 60, 66.7], "o-", color="#12436d")
        axis.plot(range(5), [45, 51, 48, 60, 64.3], "--", color="#6e6e6e")
        axis.set_title(f"Barnehage {unit}", fontsize=9, loc="left")
        axis.set_xticks([0, 4], ["2021", "2025"])
        axis.text(4.2, 66, "66,7 %", fontsize=9)
    return made


def dots(pyplot):
    made, (axis,) = figure(pyplot, 3)
    for year in range(5):
        axis.errorbar([year], [7], yerr=[[1.2], [1.4]], fmt="o", color="#12436d")
        axis.text(year - 0.4, 7, "7,1 %", fontsize=9)
        axis.plot([year + 0.1, year + 0.3], [4.8, 4.8], color="#f46a25")
        axis.plot([year + 0.1, year + 0.3], [4.3, 4.3], color="#6e6e6e")
    axis.set_xticks(range(5), range(2021, 2026))
    plain(axis)
    return made


def line(pyplot):
    made, (axis,) = figure(pyplot, 3)
    values = [5.1, 5.6, 5.2, 6.0, 6.4, 6.2, 6.9, 7.1, 6.8, 7.5, 7.4, 7.1, 7.7, 7.4, 7.1]
    axis.fill_between(range(15), [it * 0.8 for it in values], [it * 1.25 for it in values], color="#c5d5e4")
    axis.plot(range(15), values, "o-", color="#12436d")
    for level, name, colour in [(4.7, "Innlandet 4,7 %", "#f46a25"), (4.3, "Norge 4,3 %", "#6e6e6e")]:
        axis.plot(range(15), [level] * 15, color=colour)
        axis.text(14.5, level, name, fontsize=9)
    axis.set_xticks(range(15), range(2011, 2026), fontsize=9)
    plain(axis)
    return made


def funnel(pyplot):
    made, (axis,) = figure(pyplot, 3.4)
    sizes = [400 + place * 211 for place in range(32)]
    for width, style in [(5, "--"), (7.75, "-")]:
        spread = [(20 / size) ** 0.5 * width for size in sizes]
        axis.plot(sizes, [4.8 + it for it in spread], style, color="#595959")
        axis.plot(sizes, [4.8 - it for it in spread], style, color="#595959")
    axis.plot(sizes, [3.8 + place * 5 % 9 * 0.25 for place in range(32)], "o", color="#12436d", fillstyle="none")
    for place, size in enumerate(sizes):
        axis.text(size, 4.8, f"Kommune {place}", fontsize=9)
    axis.axhline(4.8, color="#f46a25")
    plain(axis)
    return made


def waits(pyplot):
    made, (axis,) = figure(pyplot, 3)
    for year, (half, far) in enumerate([(30, 51), (28, 66), (2, 53), (0, 1), (27, 174)]):
        axis.barh(year, half, color="#12436d")
        axis.plot([half, far], [year, year], "-|", color="#12436d")
        axis.text(far, year, f"{far} dager", fontsize=9)
        axis.text(half, year, f"{half} dager", fontsize=9, ha="right", color="white")
    axis.set_yticks(range(5), range(2021, 2026))
    return made


def categories(pyplot):
    made, (axis,) = figure(pyplot, 8)
    for row in range(30):
        axis.barh(row, row * 7 % 23, color="#12436d")
        axis.text(row * 7 % 23, row, str(row * 7 % 23), fontsize=9, weight="bold")
    axis.set_yticks(range(30), [f"Kategori {row}" for row in range(30)])
    return made


KINDS = [overview, likert, months, run, units, dots, line, funnel, waits, categories]


def draw():
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.fonttype"] = "none"
    from matplotlib import pyplot

    def one(kind):
        made = kind(pyplot)
        size = 0
        for form in ["svg", "png"]:
            out = io.BytesIO()
            made.savefig(out, format=form, dpi=300)
            size += out.tell()
        pyplot.close(made)
        return size

    # The fonts are read once.
    one(dots)
    start = time.perf_counter()
    size = sum(one(kind) for _ in range(TIMES) for kind in KINDS)
    seconds = time.perf_counter() - start
    print(json.dumps({"charts": TIMES * len(KINDS), "seconds": seconds, "bytes": size}))


def said(command):
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parents[2])
    return json.loads(out.stdout.strip().splitlines()[-1])["seconds"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ours", default="cargo bench --quiet --bench charts -- once")
    parser.add_argument("--draw", action="store_true", help="draw once and say how long it took")
    arguments = parser.parse_args()
    if arguments.draw:
        draw()
        return
    ours, theirs = [], []
    for _ in range(arguments.rounds):
        ours.append(said(shlex.split(arguments.ours)))
        theirs.append(said([sys.executable, str(HERE), "--draw"]))
    ours, theirs = statistics.median(ours), statistics.median(theirs)
    print(f"100 charts, SVG and PNG, median of {arguments.rounds}")
    print(f"ours        {ours:8.2f} s")
    print(f"matplotlib  {theirs:8.2f} s")
    print(f"ratio       {theirs / ours:8.1f}")


if __name__ == "__main__":
    main()
