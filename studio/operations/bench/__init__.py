"""Measurements of what the studio promises, each a module with `add_options(parser)` and `run(options) -> Report`.

A bench runs in a process of its own on throw-away data: it may fill, empty and break what it finds there.
"""

BENCHES: tuple[str, ...] = (
    "board", "consent", "cutouts", "draft", "dress", "makeup", "races", "search", "switch", "table",
)  # fmt: skip
