"""Rule packs (规则包): what a place and a year prescribe, as YAML with citations; the schema and the loader."""

from perfxl.packs.lint import lint
from perfxl.packs.loader import available, load
from perfxl.packs.rulebook import DEFAULT_PACKS, Rulebook, rulebook

__all__ = ["DEFAULT_PACKS", "Rulebook", "available", "lint", "load", "rulebook"]
