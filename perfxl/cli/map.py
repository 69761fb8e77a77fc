"""`perfxl map`: which tables were recognised, and where."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.files.read.reading import read
from perfxl.jobs.map import map_book
from perfxl.output.documents import dumps, map_document
from perfxl.output.results import values_only_lines
from perfxl.output.tables import map_text
from perfxl.output.visible import one_line


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    options.output_format(parser)


def execute(args: argparse.Namespace) -> int:
    """Show the tables of one book."""
    mapped = map_book(read(Path(args.book)))
    if args.format == "json":
        console.say(dumps(map_document(mapped.evaluation)))
    else:
        text = map_text(mapped.evaluation, mapped.unknown, mapped.own)
        console.say("\n".join((*map(one_line, values_only_lines(Path(args.book))), text)))
    return 0
