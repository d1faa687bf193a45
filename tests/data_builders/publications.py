"""What councils published of their measures, as files that can be brought in."""

from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
CHESHIRE_EAST = DATA / "cheshire_east_scorecard.csv"
SEFTON_BOARD = DATA / "sefton_board_metrics.csv"
SEFTON_CHAT = DATA / "sefton_chat.csv"
